package io.deploycast.app.http.auth;

import io.deploycast.app.http.Answer;
import io.deploycast.app.http.Calls;
import io.deploycast.app.http.ConnectionCounts;
import io.deploycast.app.http.HttpCall;
import io.deploycast.app.http.SecretMask;
import io.deploycast.app.http.TargetHttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sends calls with an access token. A call that is refused with 401 or 403 is sent once more with a
 * new one: it may have been withdrawn. All of that within the call's time.
 */
public final class TokenCalls implements Calls {
  private final TargetHttpClient client;
  private final TokenSource tokens;
  private final SecretMask mask;

  /**
   * @param mask the target's; a token is hidden besides
   */
  public TokenCalls(TargetHttpClient client, ClientCredentials credentials, SecretMask mask) {
    this.client = client;
    this.tokens = new TokenSource(client, credentials, mask, System::nanoTime);
    this.mask = mask;
  }

  @Override
  public void send(HttpCall call, Duration timeout, Consumer<Answer> done) {
    new Attempt(call, System.nanoTime() + timeout.toNanos(), done).start(true);
  }

  @Override
  public ConnectionCounts connections() {
    return client.connections();
  }

  @Override
  public void close() {
    client.close();
  }

  /** One call until its end. */
  private final class Attempt {
    private final HttpCall call;
    private final long deadline;
    private final Consumer<Answer> done;

    Attempt(HttpCall call, long deadline, Consumer<Answer> done) {
      this.call = call;
      this.deadline = deadline;
      this.done = done;
    }

    void start(boolean mayTryAgain) {
      tokens.get(
          left(),
          answer -> {
            if (answer instanceof TokenAnswer.Granted granted) {
              send(granted.token(), mayTryAgain);
            } else {
              done.accept(((TokenAnswer.Failed) answer).answer());
            }
          });
    }

    private void send(String token, boolean mayTryAgain) {
      HttpCall signed = call.with(Map.of("authorization", "Bearer " + token));
      client.send(
          signed,
          left(),
          mask.and(Set.of(token)),
          answer -> {
            if (isRefused(answer)) {
              tokens.forget(token);
              if (mayTryAgain) {
                start(false);
                return;
              }
            }
            done.accept(answer);
          });
    }

    private Duration left() {
      return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private boolean isRefused(Answer answer) {
      return answer instanceof Answer.Complete complete
          && (complete.status() == 401 || complete.status() == 403);
    }
  }
}
