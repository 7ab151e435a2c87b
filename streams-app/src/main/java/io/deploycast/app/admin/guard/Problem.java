package io.deploycast.app.admin.guard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Why a request is not answered as it was meant, by RFC 9457:
 *
 * <pre>{"title":"Not Found","status":404,"detail":"no target is named 'x'"}</pre>
 *
 * @param detail a sentence for people; never a stack trace, a class or a path of this machine
 * @param headers further headers of the answer
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public record Problem(int status, String detail, Map<String, String> headers) {
  /** The media type of its JSON. */
  public static final String CONTENT_TYPE = "application/problem+json";

  public Problem {
    headers = Map.copyOf(headers);
  }

  public Problem(int status, String detail) {
    this(status, detail, Map.of());
  }

  /** Ends the handling of a request with a problem. */
  public static final class Raised extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    Raised(Problem problem) {
      super(problem.detail(), null, false, false);
      this.problem = problem;
    }

    public Problem problem() {
      return problem;
    }
  }

  /** To be thrown by a handler. */
  public Raised raised() {
    return new Raised(this);
  }

  /** The answer's body. */
  public String toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("title", HttpStatus.getMessage(status));
    json.put("status", status);
    json.put("detail", detail);
    return json.toString();
  }

  public static Problem badRequest(String detail) {
    return new Problem(HttpStatus.BAD_REQUEST_400, detail);
  }

  public static Problem notFound(String detail) {
    return new Problem(HttpStatus.NOT_FOUND_404, detail);
  }
}
