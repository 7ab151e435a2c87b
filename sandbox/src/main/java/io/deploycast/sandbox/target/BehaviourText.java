package io.deploycast.sandbox.target;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text form of a {@link Behaviour}, for command lines and the control API.
 *
 * <pre>
 * behaviour = reply
 *           | "latency" TIME [ "then" behaviour ]
 *           | "every" N reply [ "else" behaviour ]
 *           | "sequence" reply { "," reply } [ "overall" ]
 *           | "down" [ "for" TIME [ "then" behaviour ] ]
 *           | "events" ID { "," ID } "get" behaviour "else" behaviour
 * reply     = ( "ok" | [ "answers" ] STATUS ) { "retry-after" VALUE | "header" NAME VALUE } [ late ]
 *           | ( "redirect" URL | "hang" | "reset" [ "mid-reply" ] | "cut" | "garbage"
 *             | "endless" ( "body" | "head" | "interim" )
 *             | "trickle" ( "body" | "head" ) [ TIME ] ) [ late ]
 * late      = "after" TIME
 * TIME      = digits ( "ms" | "s" | "m" )
 * </pre>
 *
 * A value with spaces or commas stands in double quotes. What is left out is {@code ok}, or a pause
 * of 1 s. One instance reads one text; not thread-safe.
 */
final class BehaviourText {
  private static final Pattern TOKEN = Pattern.compile("\"([^\"]*)\"|(,)|([^\\s,\"]+)");
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m)");
  private static final int SECONDS_PER_MINUTE = 60;
  private static final String END = "the end";

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private int next;

  private BehaviourText(String text) {
    this.text = text;
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group(1) == null ? matcher.group() : matcher.group(1));
    }
  }

  static Behaviour parse(String text) {
    BehaviourText reader = new BehaviourText(text);
    Behaviour behaviour = reader.behaviour();
    if (!reader.peek().equals(END)) {
      throw reader.expected(END, reader.peek());
    }
    return behaviour;
  }

  static String of(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }

  private Behaviour behaviour() {
    return switch (peek()) {
      case "latency" -> latency();
      case "every" -> everyNth();
      case "sequence" -> sequence();
      case "down" -> down();
      case "events" -> forEvents();
      default -> Behaviour.always(reply());
    };
  }

  private Behaviour latency() {
    take("latency");
    Duration delay = time();
    return optional("then").delayedBy(delay);
  }

  private Behaviour everyNth() {
    take("every");
    int n = number();
    Reply reply = reply();
    return new Behaviour.EveryNth(n, reply, optional("else"));
  }

  private Behaviour sequence() {
    take("sequence");
    List<Reply> replies = new ArrayList<>();
    do {
      replies.add(reply());
    } while (takeIf(","));
    return new Behaviour.Sequence(replies, takeIf("overall"));
  }

  private Behaviour down() {
    take("down");
    if (!takeIf("for")) {
      return Behaviour.down();
    }
    Duration period = time();
    return Behaviour.downFor(period, optional("then"));
  }

  private Behaviour forEvents() {
    take("events");
    Set<String> ids = new TreeSet<>();
    do {
      ids.add(take());
    } while (takeIf(","));
    take("get");
    Behaviour then = behaviour();
    take("else");
    return then.forEvents(ids, behaviour());
  }

  private Behaviour optional(String word) {
    return takeIf(word) ? behaviour() : Behaviour.ok();
  }

  private Reply reply() {
    Reply reply = promptReply();
    return takeIf("after") ? reply.after(time()) : reply;
  }

  private Reply promptReply() {
    String word = peek();
    return switch (word) {
      case "redirect" -> redirect();
      case "hang" -> only(new Reply.Hang());
      case "cut" -> only(new Reply.CutMidReply());
      case "garbage" -> only(new Reply.Garbage());
      case "reset" -> reset();
      case "endless" -> endless();
      case "trickle" -> trickle();
      default -> answer();
    };
  }

  private Reply only(Reply reply) {
    take();
    return reply;
  }

  private Reply redirect() {
    take("redirect");
    return Reply.redirect(URI.create(take()));
  }

  private Reply reset() {
    take("reset");
    return takeIf("mid-reply") ? new Reply.ResetMidReply() : new Reply.ResetBeforeReply();
  }

  private Reply endless() {
    take("endless");
    String what = take();
    return switch (what) {
      case "body" -> new Reply.EndlessBody();
      case "head" -> new Reply.EndlessHead();
      case "interim" -> new Reply.EndlessInterim();
      default -> throw expected("'body', 'head' or 'interim'", what);
    };
  }

  private Reply trickle() {
    take("trickle");
    String what = take();
    Duration pause = TIME.matcher(peek()).matches() ? time() : Reply.TRICKLE;
    return switch (what) {
      case "body" -> new Reply.TrickleBody(pause);
      case "head" -> new Reply.TrickleHead(pause);
      default -> throw expected("'body' or 'head'", what);
    };
  }

  private Reply answer() {
    Reply.Answer answer = Reply.status(takeIf("ok") ? 200 : status());
    while (true) {
      if (takeIf("retry-after")) {
        answer = answer.withHeader("retry-after", take());
      } else if (takeIf("header")) {
        String name = take().toLowerCase(Locale.ROOT);
        answer = answer.withHeader(name, take());
      } else {
        return answer;
      }
    }
  }

  private int status() {
    takeIf("answers");
    String word = peek();
    if (!word.matches("\\d{3}")) {
      throw expected("a behaviour or reply such as 'ok', '503' or 'hang'", word);
    }
    return number();
  }

  private int number() {
    String word = take();
    if (!word.matches("\\d{1,9}")) {
      throw expected("a number", word);
    }
    return Integer.parseInt(word);
  }

  private Duration time() {
    String word = take();
    Matcher matcher = TIME.matcher(word);
    if (!matcher.matches()) {
      throw expected("a time such as 500ms, 2s or 1m", word);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofSeconds(amount * SECONDS_PER_MINUTE);
    };
  }

  private String peek() {
    return next < tokens.size() ? tokens.get(next) : END;
  }

  private String take() {
    if (next == tokens.size()) {
      throw expected("another word", END);
    }
    return tokens.get(next++);
  }

  private void take(String word) {
    if (!takeIf(word)) {
      throw expected("'" + word + "'", peek());
    }
  }

  private boolean takeIf(String word) {
    boolean matches = next < tokens.size() && tokens.get(next).equals(word);
    if (matches) {
      next++;
    }
    return matches;
  }

  private IllegalArgumentException expected(String rule, String seen) {
    return new IllegalArgumentException(
        "behaviour '%s': expected %s, but saw '%s'".formatted(text, rule, seen));
  }
}
