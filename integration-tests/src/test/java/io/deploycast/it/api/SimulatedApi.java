package io.deploycast.it.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.it.api.ApiRule.Problem;
import io.deploycast.sandbox.target.RecordedRequest;
import io.deploycast.sandbox.target.Reply;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * One product's API: takes what its documentation says it takes, refuses the rest, and fails as it
 * was told. An event is known by its id, which every request holds somewhere. Thread-safe.
 */
public final class SimulatedApi {
  /** Ids of the events that go to simulated APIs. */
  private static final Pattern EVENT_ID = Pattern.compile("api-[a-z]+-[0-9]{12}");

  private final InstantSource clock;
  private final List<ApiRule> rules;
  private final JsonNode also;
  private final JsonNode refusals;
  private final List<Failure> failures;
  private final Map<String, Integer> planned = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Integer> requests = new HashMap<>();
  private boolean revoked;

  /**
   * An answer that a good request can get all the same.
   *
   * @param path of the requests that it can get, empty for every one
   * @param delivered whether the event arrives in the end; else it becomes a dead letter
   * @param isTaken whether the request has its effect all the same
   */
  record Failure(ApiAnswer answer, Pattern path, boolean delivered, boolean isTaken) {
    static Failure of(JsonNode node) {
      return new Failure(
          ApiAnswer.of(node),
          Pattern.compile(node.path("path").asText(".*")),
          node.path("then").asText().equals("delivered"),
          node.path("taken").asBoolean());
    }
  }

  /**
   * An API.
   *
   * @param folder of the type's golden requests
   * @param parameters of its target, those of a list with their number: {@code headers.0}
   * @param clock by which times in requests are judged
   */
  SimulatedApi(Path folder, Map<String, String> parameters, InstantSource clock) {
    this.clock = clock;
    ApiFile file = new ApiFile(folder, parameters);
    this.rules = file.rules();
    this.also = file.tree.path("also");
    this.refusals = file.tree.path("refuses");
    this.failures =
        StreamSupport.stream(file.tree.path("failures").spliterator(), false)
            .map(Failure::of)
            .toList();
  }

  /** Further targets that call it, each with what it has of its own; an event is taken of all. */
  JsonNode also() {
    return also;
  }

  /** At the event's first request that can get it, that failure, counted from 0. */
  void plan(String eventId, int failure) {
    planned.put(eventId, failure);
  }

  /** Answers a request; the path is the API's own. */
  synchronized Reply reply(RecordedRequest request, String uri) {
    String call = request.method() + " " + uri;
    String eventId = eventId(request);
    requests.merge(eventId, 1, Integer::sum);
    ApiRule rule = rules.stream().filter(it -> it.matches(call)).findFirst().orElse(null);
    if (rule == null) {
      problems.add("no such path: " + call);
      return Reply.status(404);
    }
    Problem problem = rule.problem(request, uri, clock.instant());
    if (problem != null) {
      problems.add(call + ": " + problem.text() + " " + eventId);
      return refusal(problem.answer()).reply(request, problem.text());
    }
    if (revoked) {
      return refusal("credentials").reply(request, "revoked");
    }
    return taken(rule, call, eventId).reply(request, "");
  }

  private ApiAnswer taken(ApiRule rule, String call, String eventId) {
    Integer failure = planned.get(eventId);
    if (failure != null && failures.get(failure).path().matcher(call).matches()) {
      planned.remove(eventId);
      ApiAnswer answer = failures.get(failure).answer();
      if (answer.lost() || failures.get(failure).isTaken()) {
        taken.add(key(rule, eventId));
      }
      return answer;
    }
    if (rule.after() != null && !taken.contains(rule.after() + eventId)) {
      problems.add(call + ": too early for " + eventId);
      return refusal("order");
    }
    boolean known = taken.stream().anyMatch(it -> it.endsWith(eventId));
    if (rule.isQuestion()) {
      return known || rule.absent() == null ? rule.answer() : rule.absent();
    }
    if (!taken.add(key(rule, eventId)) && !rule.idempotent()) {
      problems.add("a repetition: " + call + " " + eventId);
    }
    return rule.answer();
  }

  private static String key(ApiRule rule, String eventId) {
    return rule.path().pattern() + eventId;
  }

  private ApiAnswer refusal(String kind) {
    return ApiAnswer.of(refusals.path(kind));
  }

  /** From now on the credentials are not known any more. */
  public synchronized void revoke() {
    revoked = true;
  }

  /** Whether an event whose credentials are not known waits, rather than become a dead letter. */
  public boolean waitsForCredentials() {
    return !refusals.at("/credentials/then").asText().equals("dead");
  }

  /** Whether every request of the event was taken. */
  public synchronized boolean has(String eventId) {
    return rules.stream()
        .filter(rule -> !rule.isQuestion())
        .allMatch(rule -> taken.contains(key(rule, eventId)));
  }

  /** How many requests there were for the event, taken or not. */
  public synchronized int requests(String eventId) {
    return requests.getOrDefault(eventId, 0);
  }

  /** How many ways to fail there are. */
  public int failures() {
    return failures.size();
  }

  /** Whether an event that gets this failure arrives in the end. */
  public boolean isDelivered(int failure) {
    return failures.get(failure).delivered();
  }

  /** What was wrong with requests so far. */
  public synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  private static String eventId(RecordedRequest request) {
    Matcher matcher =
        EVENT_ID.matcher(request.path() + " " + request.headers() + " " + request.body().text());
    return matcher.find() ? matcher.group() : "";
  }
}
