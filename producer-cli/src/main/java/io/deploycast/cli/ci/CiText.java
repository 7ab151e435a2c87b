package io.deploycast.cli.ci;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of CI systems in the form an event has them. */
public final class CiText {
  private static final Pattern REF =
      Pattern.compile("^(?:refs/(?:heads|tags|remotes/origin)/|origin/)(.+)$");

  /** {@code scheme://user:password@host…}; the part up to the last @ before the path. */
  private static final Pattern AUTHORITY =
      Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)([^/?#]*@)?(.*)$", Pattern.DOTALL);

  /** {@code user@host:path}, as git takes it. */
  private static final Pattern SCP = Pattern.compile("^([^/@]+)@([^/@:]+:.*)$", Pattern.DOTALL);

  private static final Pattern LAST_PART = Pattern.compile("([^/:]+?)(?:\\.git)?/*$");

  private CiText() {}

  /** A branch's or tag's name without the ref's folder. */
  static String branch(String ref) {
    Matcher matcher = REF.matcher(ref);
    return matcher.matches() ? matcher.group(1) : ref;
  }

  /** A repository's name: {@code shop} of {@code git@host:team/shop.git}. */
  static String lastPart(String path) {
    Matcher matcher = LAST_PART.matcher(path);
    return matcher.find() ? matcher.group(1) : path;
  }

  /**
   * An address without what may be a secret in it: user, password, and query. Git's own user {@code
   * git} in the short form stays, as it is part of the address.
   */
  public static String withoutCredentials(String address) {
    Matcher url = AUTHORITY.matcher(address);
    if (url.matches()) {
      return url.group(1) + url.group(3).replaceFirst("(?s)[?#].*$", "");
    }
    Matcher scp = SCP.matcher(address);
    return scp.matches() && !scp.group(1).equals("git") ? scp.group(2) : address;
  }

  /** The same for a page, whose query and fragment name what it shows. */
  public static String withoutUser(String address) {
    Matcher url = AUTHORITY.matcher(address);
    return url.matches() ? url.group(1) + url.group(3) : address;
  }
}
