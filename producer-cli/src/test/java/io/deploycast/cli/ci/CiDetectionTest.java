package io.deploycast.cli.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CiDetectionTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "cli.md");

  @TempDir private Path folder;

  private static Map<String, String> variables(String lines) {
    Map<String, String> variables = new HashMap<>();
    lines
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(
            line -> variables.put(line.split("=", 2)[0].strip(), line.split("=", 2)[1].strip()));
    return variables;
  }

  /** What was found out, in the order of the facts: {@code system|service|environment|…}. */
  private static String detected(String lines) {
    CiRun run = CiDetection.detect(variables(lines));
    return run.system()
        + "|"
        + Arrays.stream(CiFact.values())
            .map(fact -> run.fact(fact) == null ? "" : run.fact(fact))
            .collect(Collectors.joining("|"));
  }

  @Test
  void readsGitHubActions() {
    String variables =
        """
        GITHUB_ACTIONS=true
        GITHUB_SHA=0123456789abcdef
        GITHUB_REF=refs/heads/feature/x
        GITHUB_REPOSITORY=team/shop
        GITHUB_SERVER_URL=https://github.com
        GITHUB_RUN_ID=12
        GITHUB_RUN_ATTEMPT=3
        GITHUB_RUN_NUMBER=7
        GITHUB_JOB=deploy
        GITHUB_ACTOR=ada
        GITHUB_TRIGGERING_ACTOR=grace
        """;
    assertThat(detected(variables))
        .isEqualTo(
            "GitHub Actions|shop||0123456789abcdef|feature/x|https://github.com/team/shop|grace"
                + "|https://github.com/team/shop/actions/runs/12/attempts/3|team/shop#12|3|deploy");
    assertThat(detected(variables + "GITEA_ACTIONS=true"))
        .startsWith("Gitea Actions|shop|")
        .contains("|https://github.com/team/shop/actions/runs/7|");
  }

  @Test
  void readsTheHeadOfAPullRequestFromGitHubsEvent() throws IOException {
    Path event =
        Files.writeString(
            folder.resolve("event.json"), "{\"pull_request\":{\"head\":{\"sha\":\"feedbeef\"}}}");
    String variables =
        "GITHUB_ACTIONS=true\n"
            + "GITHUB_SHA=aaaa\n"
            + "GITHUB_HEAD_REF=topic\n"
            + "GITHUB_REF=refs/pull/1/merge\n"
            + "GITHUB_EVENT_NAME=pull_request\n"
            + "GITHUB_EVENT_PATH=";

    assertThat(detected(variables + event)).contains("|feedbeef|topic|");
    assertThat(detected(variables + folder)).contains("|aaaa|topic|");
    Files.writeString(event, "no JSON");
    assertThat(detected(variables + event)).contains("|aaaa|topic|");
  }

  @Test
  void readsGitLabWithoutItsToken() {
    String found =
        detected(
            """
            GITLAB_CI=true
            CI=true
            CI_COMMIT_SHA=abc
            CI_COMMIT_REF_NAME=main
            CI_PROJECT_PATH=group/sub/shop
            CI_PROJECT_NAME=shop
            CI_PROJECT_URL=https://gitlab.example.com/group/sub/shop
            CI_REPOSITORY_URL=https://gitlab-ci-token:CANARY@gitlab.example.com/group/sub/shop.git
            CI_PIPELINE_ID=4
            CI_JOB_ID=5
            CI_JOB_URL=https://gitlab.example.com/group/sub/shop/-/jobs/5
            CI_ENVIRONMENT_NAME=production
            GITLAB_USER_LOGIN=ada
            GITLAB_USER_EMAIL=ada@example.com
            """);

    assertThat(found)
        .isEqualTo(
            "GitLab CI|shop|production|abc|main|https://gitlab.example.com/group/sub/shop|ada"
                + "|https://gitlab.example.com/group/sub/shop/-/jobs/5|group/sub/shop#4||5")
        .doesNotContain("CANARY");
  }

  @Test
  void takesWoodpeckerForItselfAndNotForGitLab() {
    assertThat(
            detected(
                """
                CI=woodpecker
                GITLAB_CI=true
                CI_REPO=team/shop
                CI_REPO_NAME=shop
                CI_COMMIT_SHA=abc
                CI_COMMIT_BRANCH=main
                CI_PIPELINE_NUMBER=9
                CI_PIPELINE_URL=https://ci.example.com/9
                CI_PIPELINE_DEPLOY_TARGET=staging
                CI_PIPELINE_AUTHOR=ada
                CI_WORKFLOW_NAME=deploy
                CI_STEP_NAME=announce
                """))
        .isEqualTo(
            "Woodpecker|shop|staging|abc|main|team/shop|ada|https://ci.example.com/9|team/shop#9|"
                + "|deploy/announce");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '^',
      value = {
        "JENKINS_URL=x,GIT_COMMIT=abc,GIT_BRANCH=origin/main,GIT_URL=https://ada:CANARY@git.example.com/t/shop.git,"
            + "BUILD_URL=https://ci/job/1/,BUILD_USER_ID=ada^"
            + "Jenkins|shop||abc|main|https://git.example.com/t/shop.git|ada|https://ci/job/1/|https://ci/job/1/||",
        "TF_BUILD=True,BUILD_SOURCEVERSION=abc,BUILD_SOURCEBRANCH=refs/heads/main,BUILD_REPOSITORY_NAME=shop,"
            + "BUILD_REPOSITORY_URI=https://org@dev.azure.com/o/p/_git/shop,SYSTEM_TEAMFOUNDATIONSERVERURI=https://dev.azure.com/o/,"
            + "SYSTEM_TEAMPROJECTID=p,BUILD_BUILDID=8,BUILD_REQUESTEDFOR=Ada,ENVIRONMENT_NAME=prod,SYSTEM_JOBATTEMPT=2,SYSTEM_JOBID=j^Azure"
            + " Pipelines|shop|prod|abc|main|https://dev.azure.com/o/p/_git/shop|Ada"
            + "|https://dev.azure.com/o/p/_build/results?buildId=8|p#8|2|j",
        "CIRCLECI=true,CIRCLE_SHA1=abc,CIRCLE_BRANCH=main,CIRCLE_PROJECT_USERNAME=t,CIRCLE_PROJECT_REPONAME=shop,"
            + "CIRCLE_BUILD_URL=https://c/1,CIRCLE_WORKFLOW_ID=w,CIRCLE_BUILD_NUM=1,CIRCLE_USERNAME=ada^"
            + "CircleCI|shop||abc|main|t/shop|ada|https://c/1|w||1",
        "BUILDKITE=true,BUILDKITE_COMMIT=HEAD,BUILDKITE_BRANCH=main,BUILDKITE_REPO=git@github.com:t/shop.git,"
            + "BUILDKITE_BUILD_URL=https://b/1,BUILDKITE_BUILD_ID=i,BUILDKITE_JOB_ID=j,BUILDKITE_BUILD_CREATOR=Ada^"
            + "Buildkite|shop|||main|git@github.com:t/shop.git|Ada|https://b/1#j|i||j",
        "BITBUCKET_BUILD_NUMBER=3,BITBUCKET_COMMIT=abc,BITBUCKET_TAG=v1,BITBUCKET_BRANCH=main,BITBUCKET_REPO_FULL_NAME=t/shop,"
            + "BITBUCKET_PIPELINE_UUID={u},BITBUCKET_DEPLOYMENT_ENVIRONMENT=prod^Bitbucket"
            + " Pipelines|shop|prod|abc|v1|t/shop||https://bitbucket.org/t/shop/addon/pipelines/home#!/results/3|{u}||",
        "TRAVIS=true,TRAVIS_COMMIT=abc,TRAVIS_BRANCH=main,TRAVIS_REPO_SLUG=t/shop,TRAVIS_BUILD_WEB_URL=https://t/1,TRAVIS_BUILD_ID=1,TRAVIS_JOB_ID=2^Travis"
            + " CI|shop||abc|main|t/shop||https://t/1|1||2",
        "DRONE=true,DRONE_COMMIT_SHA=abc,DRONE_BRANCH=main,DRONE_REPO=t/shop,DRONE_REPO_NAME=shop,DRONE_BUILD_LINK=https://d/1,"
            + "DRONE_BUILD_NUMBER=1,DRONE_COMMIT_AUTHOR=ada,DRONE_DEPLOY_TO=prod^"
            + "Drone|shop|prod|abc|main|t/shop|ada|https://d/1|t/shop#1||",
        "CODEBUILD_BUILD_ID=shop:1-2,AWS_REGION=eu-west-1,CODEBUILD_RESOLVED_SOURCE_VERSION=abc,CODEBUILD_WEBHOOK_HEAD_REF=refs/heads/main,"
            + "CODEBUILD_SOURCE_REPO_URL=https://github.com/t/shop.git,CODEBUILD_INITIATOR=ada^AWS"
            + " CodeBuild|shop||abc|main|https://github.com/t/shop.git|ada"
            + "|https://console.aws.amazon.com/codebuild/home?region=eu-west-1#/builds/shop:1-2/view/new|shop:1-2||",
        "BUILDER_OUTPUT=/b,COMMIT_SHA=abc,BRANCH_NAME=main,REPO_NAME=shop,BUILD_ID=1,LOCATION=global,PROJECT_ID=p^Google"
            + " Cloud"
            + " Build|shop||abc|main|||https://console.cloud.google.com/cloud-build/builds;region=global/1?project=p|1||",
        "ARGOCD_APP_NAME=shop,ARGOCD_APP_REVISION=abc,ARGOCD_APP_SOURCE_TARGET_REVISION=main,"
            + "ARGOCD_APP_SOURCE_REPO_URL=https://token:CANARY@git/t/shop?x=CANARY,ARGOCD_APP_NAMESPACE=prod^Argo"
            + " CD|shop|prod|abc|main|https://git/t/shop|||||"
      },
      quoteCharacter = '\0')
  void readsTheOthers(String variables, String found) {
    assertThat(detected(variables.replace(',', '\n'))).isEqualTo(found);
  }

  @Test
  void readsTeamCitysPropertiesFile() throws IOException {
    Path properties =
        Files.writeString(
            folder.resolve("build.properties"),
            "teamcity.build.branch=main\n"
                + "teamcity.build.id=77\n"
                + "teamcity.build.triggeredBy.username=ada\n"
                + "secure.password=CANARY\n");

    assertThat(
            detected(
                "TEAMCITY_VERSION=2026.1\nBUILD_VCS_NUMBER=abc\nTEAMCITY_PROJECT_NAME=shop\n"
                    + "BUILD_NUMBER=4\nTEAMCITY_BUILD_PROPERTIES_FILE="
                    + properties))
        .isEqualTo("TeamCity|shop||abc|main||ada||77||");
  }

  @Test
  void leavesOutWhatAnEventCouldNotCarry() {
    String common = "GITLAB_CI=true\nCI_COMMIT_SHA=head\nGITLAB_USER_LOGIN=\nCI_COMMIT_REF_NAME=";

    assertThat(detected(common + "x".repeat(257))).isEqualTo("GitLab CI||||||||||");
    assertThat(detected(common + "x".repeat(256))).contains("x".repeat(256));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CI=true", "GITHUB_ACTIONS=", "GITHUB_ACTIONS=false", "CI=travis"})
  void findsNoSystemWhereThereIsNone(String variables) {
    assertThat(CiDetection.detect(variables(variables))).isEqualTo(CiRun.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "https://user:pass@host/a/b.git, https://host/a/b.git",
    "https://to@ken@host/a, https://host/a",
    "https://host/a?access_token=x, https://host/a",
    "ssh://git@host:22/a, ssh://host:22/a",
    "git@host:a/b.git, git@host:a/b.git",
    "token@host:a/b.git, host:a/b.git",
    "a/b, a/b",
    "https://host/a@b, https://host/a@b"
  })
  void leavesCredentialsOutOfAddresses(String address, String clean) {
    assertThat(CiText.withoutCredentials(address)).isEqualTo(clean);
  }

  @Test
  void isDocumented() throws IOException {
    String document = Files.readString(DOCUMENT);
    for (CiSystem system : CiSystems.ALL) {
      List<String> names =
          system.variables().stream()
              .map(it -> system.value() == null ? it : it + "=" + system.value())
              .map(it -> "`" + it + "`")
              .toList();
      assertThat(document)
          .contains("| %s | %s |".formatted(system.name(), String.join(", ", names)));
    }
  }
}
