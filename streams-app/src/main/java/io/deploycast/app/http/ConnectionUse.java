package io.deploycast.app.http;

import java.io.IOException;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.RequestNotExecutedException;

/** What one exchange finds of its connection's earlier life. For its I/O thread. */
final class ConnectionUse {
  private final HttpClientContext context;
  private final ConnectionCounts counts;
  private boolean tunnelMade;

  /** Of the connection, when our request began. */
  private long receivedBefore = -1;

  ConnectionUse(HttpClientContext context, ConnectionCounts counts) {
    this.context = context;
    this.counts = counts;
  }

  /** The connection is new, though something has come over it: a proxy's leave to use it. */
  void tunnelMade() {
    tunnelMade = true;
  }

  /** Our request goes out; of no effect but the first time. */
  void begin() {
    EndpointDetails details = context.getEndpointDetails();
    if (receivedBefore < 0 && details != null) {
      receivedBefore = details.getReceivedBytesCount();
      // Others may go out over it before it has answered anything; ours is counted by now.
      counts.count(isHttp2() ? details.getRequestCount() > 1 : hasServed(details));
    }
  }

  /**
   * Whether a connection that had served before died under our request, unanswered.
   *
   * @param answered whether the head of an answer has come
   */
  boolean isStale(Exception cause, boolean answered) {
    if (cause instanceof RequestNotExecutedException) {
      return true;
    }
    EndpointDetails details = context.getEndpointDetails();
    if (answered || details == null || !(cause instanceof IOException) || !hasServed(details)) {
      return false;
    }
    // HTTP/2 has frames that answer nothing; over HTTP/1.1 nothing but answers come.
    return isHttp2() || receivedBefore < 0 || receivedBefore == details.getReceivedBytesCount();
  }

  private boolean hasServed(EndpointDetails details) {
    if (isHttp2()) {
      return details.getResponseCount() > 0;
    }
    long before = receivedBefore < 0 ? details.getReceivedBytesCount() : receivedBefore;
    return before > 0 && !tunnelMade;
  }

  private boolean isHttp2() {
    return HttpVersion.HTTP_2.equals(context.getProtocolVersion());
  }
}
