package io.deploycast.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.core5.concurrent.Cancellable;
import org.junit.jupiter.api.Test;

final class RunningStepsTest {
  private final List<String> calls = new ArrayList<>();
  private boolean connected;
  private final RunningSteps steps = new RunningSteps(connection());

  /** Of its many methods only two are asked here. */
  private AsyncExecRuntime connection() {
    return (AsyncExecRuntime)
        Proxy.newProxyInstance(
            AsyncExecRuntime.class.getClassLoader(),
            new Class<?>[] {AsyncExecRuntime.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("isEndpointConnected")) {
                return connected;
              }
              calls.add(method.getName());
              return null;
            });
  }

  private Cancellable step(String name) {
    return () -> calls.add("cancel " + name);
  }

  @Test
  void cancelsTheRequestThoughItsLeaseWasToldOfLater() {
    steps.setDependency(step("request"));
    steps.setDependency(step("lease"));

    steps.cancel();

    assertThat(calls).containsExactly("cancel request", "cancel lease");
  }

  @Test
  void cancelsAtOnceWhatBeginsAfterTheEnd() {
    steps.cancel();
    steps.setDependency(step("request"));

    assertThat(calls).containsExactly("cancel request");
    assertThat(steps.isCancelled()).isTrue();
  }

  /** A request that is refused before it is told of is no step any more, and its answer goes on. */
  @Test
  void closesTheConnectionOfWhatBeginsAfterTheEnd() {
    steps.cancel();
    connected = true;
    steps.setDependency(step("request"));

    assertThat(calls).containsExactly("cancel request", "discardEndpoint");
  }

  /** The place would be given back, and the connection put there nevertheless. */
  @Test
  void leavesAConnectionAloneThatIsBeingMade() {
    steps.setDependency(step("connecting"));

    steps.cancel();

    assertThat(calls).containsExactly("cancel connecting");
  }

  @Test
  void closesTheConnectionBetweenTwoSteps() {
    connected = true;
    assertThat(steps.cancel()).isTrue();
    assertThat(steps.cancel()).isFalse();

    assertThat(calls).containsExactly("discardEndpoint");
  }
}
