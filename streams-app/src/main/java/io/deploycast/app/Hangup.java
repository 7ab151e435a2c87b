package io.deploycast.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, the signal that asks a service to read its configuration again. The JDK's class for
 * signals is no official API, so it is reached by reflection, and a JVM without it goes without.
 */
final class Hangup {
  private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

  private Hangup() {}

  /** Runs the task at each SIGHUP from now on, on one thread, one after the other. */
  static void on(Runnable task) {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            run -> {
              Thread reload = new Thread(run, "deploycast-reload");
              reload.setDaemon(true);
              return reload;
            });
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object onSignal =
          Proxy.newProxyInstance(
              Hangup.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getDeclaringClass().equals(Object.class)) {
                  return method.invoke(task, arguments);
                }
                thread.execute(task);
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), onSignal);
    } catch (InvocationTargetException e) {
      // Windows has no such signal, and -Xrs leaves it to the operating system.
      LOG.atDebug().addKeyValue("error", String.valueOf(e.getCause())).log("SIGHUP is not ours");
    } catch (ReflectiveOperationException e) {
      LOG.atDebug().addKeyValue("error", e.toString()).log("this JVM gives no access to signals");
    }
  }
}
