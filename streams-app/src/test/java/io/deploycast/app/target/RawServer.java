package io.deploycast.app.target;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes requests byte by byte, as somebody would who is to be fooled: a request ends where its
 * length says, and what follows on the connection is the next one.
 */
final class RawServer implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");
  private static final int BACKLOG = 50;

  private final ServerSocket socket;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<String> surprises = new CopyOnWriteArrayList<>();

  RawServer() {
    try {
      socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::serve, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  String address() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** Every request's line and headers with their line ends, one character a byte. */
  List<String> heads() {
    return heads;
  }

  /** What arrived that was no request. */
  List<String> surprises() {
    return surprises;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        InputStream in = connection.getInputStream();
        for (String head = head(in); !head.isEmpty(); head = head(in)) {
          Matcher length = LENGTH.matcher(head);
          in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
          heads.add(head);
          connection
              .getOutputStream()
              .write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(ISO_8859_1));
        }
      } catch (EOFException e) {
        surprises.add(String.valueOf(e.getMessage()));
      } catch (IOException closed) {
        // The client is gone, or the server is.
      }
    }
  }

  /** To the empty line; empty at the end of the connection. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int last = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      bytes.write(b);
      last = last << 8 | b;
      if (last == 0x0D0A0D0A) {
        return bytes.toString(ISO_8859_1);
      }
    }
    if (bytes.size() > 0) {
      throw new EOFException(bytes.toString(ISO_8859_1));
    }
    return "";
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
