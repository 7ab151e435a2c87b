package io.deploycast.app.http;

import com.fasterxml.jackson.databind.node.TextNode;
import io.deploycast.schema.Excerpt;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Takes a target's secrets out of texts that will be shown. Immutable. */
public final class SecretMask {
  private static final String MASK = "***";

  /** Shorter ones would mask half of every text, and are no secrets. */
  private static final int SHORTEST = 4;

  /** Longest first, so that a secret within another is not left half. */
  private final List<String> forms;

  public SecretMask(Collection<String> secrets) {
    this(secrets.stream().flatMap(SecretMask::forms));
  }

  private SecretMask(Stream<String> all) {
    forms =
        all.filter(form -> form.length() >= SHORTEST)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** A mask that hides these, too. */
  public SecretMask and(Collection<String> secrets) {
    return new SecretMask(
        Stream.concat(forms.stream(), secrets.stream().flatMap(SecretMask::forms)));
  }

  /** The text without secrets, not yet cut or escaped. */
  public String mask(String text) {
    String masked = text;
    for (String form : forms) {
      masked = masked.replace(form, MASK);
    }
    return masked;
  }

  /** The first {@code most} characters without secrets, escaped. */
  public String excerpt(String text, int most) {
    return Excerpt.of(mask(text), most);
  }

  /** Characters of the longest secret: an excerpt cut from a text this much longer hides it. */
  int longest() {
    return forms.isEmpty() ? 0 : forms.get(0).length();
  }

  /** A service may quote what it was sent as it was in the URL or in JSON, too. */
  private static Stream<String> forms(String secret) {
    String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    String json = TextNode.valueOf(secret).toString();
    return Stream.of(
        secret, encoded, encoded.replace("+", "%20"), json.substring(1, json.length() - 1));
  }
}
