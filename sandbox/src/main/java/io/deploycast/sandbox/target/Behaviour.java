package io.deploycast.sandbox.target;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a {@link SimulatedTarget} behaves until it is told otherwise: which {@link Reply} each
 * request gets. Immutable values that compose; {@code toString} is the text form that {@link
 * #parse} reads.
 */
public sealed interface Behaviour {

  /** The reply to one request. Called once per request, by many threads. */
  Reply replyTo(Arrival arrival);

  /** 200 to everything. */
  static Behaviour ok() {
    return always(Reply.status(200));
  }

  static Behaviour always(Reply reply) {
    return new Always(reply);
  }

  /** For each event its own sequence of statuses, by attempt; the last one stays. */
  static Behaviour answers(int... statuses) {
    return new Sequence(Arrays.stream(statuses).<Reply>mapToObj(Reply::status).toList(), false);
  }

  /** For each event its own sequence of replies, by attempt; the last one stays. */
  static Behaviour sequence(Reply... replies) {
    return new Sequence(List.of(replies), false);
  }

  /** One sequence over all requests, whatever their event; the last one stays. */
  static Behaviour sequenceOverall(Reply... replies) {
    return new Sequence(List.of(replies), true);
  }

  /** Every nth request, whatever its event, gets the status; all others 200. */
  static Behaviour everyNth(int n, int status) {
    return everyNth(n, Reply.status(status));
  }

  /** Every nth request, whatever its event, gets the reply; all others 200. */
  static Behaviour everyNth(int n, Reply reply) {
    return new EveryNth(n, reply, ok());
  }

  /** 200 to everything, late. */
  static Behaviour latency(Duration delay) {
    return ok().delayedBy(delay);
  }

  /** Never answers. */
  static Behaviour hang() {
    return always(new Reply.Hang());
  }

  static Behaviour trickleHead() {
    return always(new Reply.TrickleHead(Reply.TRICKLE));
  }

  static Behaviour trickleBody() {
    return always(new Reply.TrickleBody(Reply.TRICKLE));
  }

  static Behaviour resetBeforeReply() {
    return always(new Reply.ResetBeforeReply());
  }

  static Behaviour resetMidReply() {
    return always(new Reply.ResetMidReply());
  }

  static Behaviour cutMidReply() {
    return always(new Reply.CutMidReply());
  }

  static Behaviour endlessBody() {
    return always(new Reply.EndlessBody());
  }

  static Behaviour endlessHead() {
    return always(new Reply.EndlessHead());
  }

  static Behaviour endlessInterim() {
    return always(new Reply.EndlessInterim());
  }

  static Behaviour garbage() {
    return always(new Reply.Garbage());
  }

  static Behaviour redirect(URI to) {
    return always(Reply.redirect(to));
  }

  static Behaviour retryAfter(int status, String value) {
    return always(Reply.retryAfter(status, value));
  }

  /** Nobody listens: connections are refused, the open ones are reset. */
  static Behaviour down() {
    return new Down();
  }

  /** Down, and after a while back on the same port with another behaviour. */
  static Behaviour downFor(Duration period, Behaviour then) {
    return new DownFor(period, then);
  }

  /** Anything else; it has no text form. The function is called by many threads. */
  static Behaviour chosenBy(Function<Arrival, Reply> choice) {
    return new Chosen(choice);
  }

  /**
   * Reads the text form, for example {@code every 3 answers 503}; {@link BehaviourText} has the
   * grammar.
   *
   * @throws IllegalArgumentException with what was expected and what was seen
   */
  static Behaviour parse(String text) {
    return BehaviourText.parse(text);
  }

  /** The same behaviour, every reply later. */
  default Behaviour delayedBy(Duration delay) {
    return new Delayed(delay, this);
  }

  /** This behaviour for some events only. */
  default Behaviour forEvents(Set<String> eventIds, Behaviour otherwise) {
    return new ForEvents(eventIds, this, otherwise);
  }

  /** The same reply to every request. */
  record Always(Reply reply) implements Behaviour {
    @Override
    public Reply replyTo(Arrival arrival) {
      return reply;
    }

    @Override
    public String toString() {
      return reply.toString();
    }
  }

  /** One reply after the other, per event or overall; the last one stays. */
  record Sequence(List<Reply> replies, boolean overall) implements Behaviour {
    public Sequence {
      replies = List.copyOf(replies);
      if (replies.isEmpty()) {
        throw new IllegalArgumentException("a sequence must have at least one reply, had none");
      }
    }

    @Override
    public Reply replyTo(Arrival arrival) {
      long position = overall ? arrival.number() : arrival.attempt();
      return replies.get((int) Math.min(position, replies.size()) - 1);
    }

    @Override
    public String toString() {
      return replies.stream()
          .map(Objects::toString)
          .collect(Collectors.joining(",", "sequence ", overall ? " overall" : ""));
    }
  }

  /** One reply to every nth request, another behaviour for the rest. */
  record EveryNth(int n, Reply reply, Behaviour otherwise) implements Behaviour {
    public EveryNth {
      if (n < 1) {
        throw new IllegalArgumentException("every nth: n must be at least 1, was " + n);
      }
    }

    @Override
    public Reply replyTo(Arrival arrival) {
      return arrival.number() % n == 0 ? reply : otherwise.replyTo(arrival);
    }

    @Override
    public String toString() {
      return "every %d %s else %s".formatted(n, reply, otherwise);
    }
  }

  /** Another behaviour, later. */
  record Delayed(Duration delay, Behaviour then) implements Behaviour {
    @Override
    public Reply replyTo(Arrival arrival) {
      return then.replyTo(arrival).after(delay);
    }

    @Override
    public String toString() {
      return "latency %s then %s".formatted(BehaviourText.of(delay), then);
    }
  }

  /** One behaviour for the events named, another for the rest. */
  record ForEvents(Set<String> eventIds, Behaviour then, Behaviour otherwise) implements Behaviour {
    public ForEvents {
      eventIds = Set.copyOf(eventIds);
    }

    @Override
    public Reply replyTo(Arrival arrival) {
      return (eventIds.contains(arrival.eventId()) ? then : otherwise).replyTo(arrival);
    }

    @Override
    public String toString() {
      return "events %s get %s else %s"
          .formatted(String.join(",", new TreeSet<>(eventIds)), then, otherwise);
    }
  }

  /** Not there. */
  record Down() implements Behaviour {
    @Override
    public Reply replyTo(Arrival arrival) {
      return new Reply.ResetBeforeReply();
    }

    @Override
    public String toString() {
      return "down";
    }
  }

  /** Not there for a while. */
  record DownFor(Duration period, Behaviour then) implements Behaviour {
    @Override
    public Reply replyTo(Arrival arrival) {
      return new Reply.ResetBeforeReply();
    }

    @Override
    public String toString() {
      return "down for %s then %s".formatted(BehaviourText.of(period), then);
    }
  }

  /** Whatever a function says. */
  record Chosen(Function<Arrival, Reply> choice) implements Behaviour {
    @Override
    public Reply replyTo(Arrival arrival) {
      return choice.apply(arrival);
    }

    @Override
    public String toString() {
      return "chosen by a function";
    }
  }
}
