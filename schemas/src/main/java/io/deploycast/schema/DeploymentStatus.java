package io.deploycast.schema;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How far a deployment is. */
public enum DeploymentStatus {
  STARTED("started"),
  SUCCEEDED("succeeded"),
  FAILED("failed"),
  ROLLED_BACK("rolled_back");

  private static final Map<String, DeploymentStatus> BY_WIRE_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(DeploymentStatus::wireName, it -> it));

  private final String wireName;

  DeploymentStatus(String wireName) {
    this.wireName = wireName;
  }

  /** The status as it stands in JSON, on the command line and in {@code ce_type}. */
  public String wireName() {
    return wireName;
  }

  /** The status of that wire name; empty for any other text. */
  public static Optional<DeploymentStatus> ofWireName(String text) {
    return Optional.ofNullable(BY_WIRE_NAME.get(text));
  }

  /** All wire names, as an error message lists them. */
  public static String wireNames() {
    return Arrays.stream(values()).map(s -> s.wireName).collect(Collectors.joining(", "));
  }
}
