package io.deploycast.app.target;

import io.deploycast.app.config.ConnectionConfig;
import io.deploycast.app.config.Secret;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.http.AnswerParts;
import io.deploycast.app.http.HttpCall;
import io.deploycast.app.http.SecretMask;
import io.deploycast.schema.ReceivedEvent;
import io.deploycast.schema.jq.TemplateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A target's type and configuration, compiled. Connects to nothing. Thread-safe.
 *
 * @param mask hides the target's secrets, also in the forms that its requests give them
 */
record CompiledTarget(List<Step> steps, EventFilter filter, SecretMask mask) {
  /**
   * A step's request, and what its answer means.
   *
   * @param authHeaders credentials that any type can have; they go with every request
   * @param lookUp how to find out whether an earlier request got through, or null
   */
  record Step(
      String name,
      CallTemplate template,
      Map<String, String> authHeaders,
      @Nullable LookUp lookUp,
      AnswerRules rules) {
    /** What of an answer is looked at; in doubt, it is looked up rather than sent again. */
    AnswerParts parts() {
      return lookUp == null ? rules.parts() : rules.parts().sentOnce();
    }

    /** The request for an event, with the target's credentials unless those come with the call. */
    HttpCall render(ReceivedEvent event, int attempt, Instant now, AnswerParts parts)
        throws TemplateException {
      HttpCall call = template.render(event, attempt, now, parts);
      return authHeaders.isEmpty() ? call : call.with(authHeaders);
    }
  }

  CompiledTarget {
    steps = List.copyOf(steps);
  }

  /**
   * Compiles a target.
   *
   * @throws TemplateException when an expression is not jq, or a request cannot hold a parameter;
   *     the message may hold secrets
   */
  static CompiledTarget of(TargetType type, TargetConfig config) throws TemplateException {
    TemplateVariables variables = new TemplateVariables(config.parameters());
    List<Step> steps = steps(type, config, variables);
    List<String> headers =
        steps.stream().flatMap(step -> step.template.constantHeaders().values().stream()).toList();
    SecretMask mask =
        new SecretMask(SecretParts.of(config.parameters().values(), headers))
            .and(secretsBeside(config));
    return new CompiledTarget(
        steps, EventFilter.compile(when(type, config), variables, mask), mask);
  }

  static List<Step> steps(TargetType type, TargetConfig config, TemplateVariables variables)
      throws TemplateException {
    List<Step> steps = new ArrayList<>();
    Credentials credentials = Credentials.of(config.connection().auth());
    for (StepSpec spec : type.steps()) {
      CallTemplate template = CallTemplate.compile(spec, config.parameters(), variables);
      credentials.requireNoClash(template.headerNames());
      Map<String, String> constant = new HashMap<>(template.constantHeaders());
      constant.putAll(credentials.headers());
      steps.add(
          new Step(
              spec.name(),
              template,
              credentials.headers(),
              LookUp.compile(spec, constant, variables),
              AnswerRules.compile(spec.answer())));
    }
    return steps;
  }

  /** The target's own filter, else its type's. */
  static @Nullable String when(TargetType type, TargetConfig config) {
    return config.when() == null ? type.when() : config.when();
  }

  /** Hides what the configuration says is secret, when nothing can be compiled of it. */
  static SecretMask mask(TargetConfig config) {
    return new SecretMask(SecretParts.of(config.parameters().values(), Set.of()))
        .and(secretsBeside(config));
  }

  /** Those that are no parameters of the type. */
  private static Set<String> secretsBeside(TargetConfig config) {
    Set<String> secrets = new HashSet<>(Credentials.of(config.connection().auth()).secrets());
    ConnectionConfig.Proxy proxy = config.connection().proxy();
    Secret password = proxy == null ? null : proxy.password();
    if (proxy != null && password != null) {
      // A proxy that quotes what it was sent quotes the header that was made of it.
      String user = Objects.requireNonNullElse(proxy.user(), "");
      secrets.addAll(List.of(password.reveal(), Credentials.basic(user, password.reveal())));
    }
    return secrets;
  }
}
