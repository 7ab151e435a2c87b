package io.deploycast.cli;

/** The exit codes; public interface, documented in {@code docs/cli.md}. */
public enum ExitCode {
  ACKNOWLEDGED(0, "done; for publish: Kafka has acknowledged the event"),
  INTERNAL(1, "unexpected error in the program itself"),
  USAGE(2, "wrong usage: unknown option, missing or malformed argument"),
  INVALID(
      3,
      "the event breaks a rule of the schema, the schema registry refuses the schema, or a checked topic breaks a rule of deliveries"),
  UNREACHABLE(
      4, "broker or schema registry unreachable: metadata for the topic was never obtained"),
  DENIED(5, "authentication, authorisation or TLS failed"),
  UNKNOWN(6, "outcome unknown: a time-out after that; the event may or may not be there"),
  NOT_DELIVERED(7, "published, but what --wait-for names was not met in time"),
  TAKEN_OVER(8, "another redrive of the same target took over; what is left is its own");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The code the process ends with. */
  public int code() {
    return code;
  }

  /** What it means, in words. */
  public String meaning() {
    return meaning;
  }
}
