package io.deploycast.cli.ci;

import static io.deploycast.cli.ci.CiFact.ACTOR;
import static io.deploycast.cli.ci.CiFact.ATTEMPT;
import static io.deploycast.cli.ci.CiFact.BRANCH;
import static io.deploycast.cli.ci.CiFact.COMMIT;
import static io.deploycast.cli.ci.CiFact.ENVIRONMENT;
import static io.deploycast.cli.ci.CiFact.JOB;
import static io.deploycast.cli.ci.CiFact.REPOSITORY;
import static io.deploycast.cli.ci.CiFact.RUN;
import static io.deploycast.cli.ci.CiFact.SERVICE;
import static io.deploycast.cli.ci.CiFact.URL;

import java.util.List;

/**
 * The CI systems that are known, in the order they are looked for: Woodpecker sets variables of
 * GitLab's names, and Gitea those of GitHub's. A variable with dots comes from a file; see {@link
 * CiFiles}.
 *
 * <p>What is left out on purpose: GitLab's {@code CI_REPOSITORY_URL} holds a job token, e-mail
 * addresses are nobody's business.
 */
final class CiSystems {
  static final List<CiSystem> ALL =
      List.of(
          woodpecker(),
          gitea(),
          gitHub(),
          gitLab(),
          jenkins(),
          azure(),
          circle(),
          buildkite(),
          teamCity(),
          travis(),
          drone(),
          codeBuild(),
          bitbucket(),
          cloudBuild(),
          argo());

  private CiSystems() {}

  private static CiSystem woodpecker() {
    return CiSystem.of("Woodpecker", "CI")
        .valued("woodpecker")
        .tells(SERVICE, "${CI_REPO_NAME}", "${CI_REPO}")
        .tells(ENVIRONMENT, "${CI_PIPELINE_DEPLOY_TARGET}")
        .tells(COMMIT, "${CI_COMMIT_SHA}")
        .tells(BRANCH, "${CI_COMMIT_TAG}", "${CI_COMMIT_BRANCH}")
        .tells(REPOSITORY, "${CI_REPO_URL}", "${CI_REPO}")
        .tells(ACTOR, "${CI_PIPELINE_AUTHOR}", "${CI_COMMIT_AUTHOR}")
        .tells(URL, "${CI_PIPELINE_URL}", "${CI_STEP_URL}")
        .tells(RUN, "${CI_REPO}#${CI_PIPELINE_NUMBER}")
        .tells(JOB, "${CI_WORKFLOW_NAME}/${CI_STEP_NAME}", "${CI_STEP_NAME}");
  }

  private static CiSystem gitea() {
    return gitHub()
        .named("Gitea Actions", "GITEA_ACTIONS")
        .tells(URL, "${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_NUMBER}");
  }

  private static CiSystem gitHub() {
    String run = "${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}";
    return CiSystem.of("GitHub Actions", "GITHUB_ACTIONS")
        .tells(SERVICE, "${GITHUB_REPOSITORY}")
        .tells(COMMIT, "${pull_request.head.sha}", "${GITHUB_SHA}")
        .tells(BRANCH, "${GITHUB_HEAD_REF}", "${GITHUB_REF_NAME}", "${GITHUB_REF}")
        .tells(REPOSITORY, "${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}", "${GITHUB_REPOSITORY}")
        .tells(ACTOR, "${GITHUB_TRIGGERING_ACTOR}", "${GITHUB_ACTOR}")
        .tells(URL, run + "/attempts/${GITHUB_RUN_ATTEMPT}", run)
        .tells(RUN, "${GITHUB_REPOSITORY}#${GITHUB_RUN_ID}")
        .tells(ATTEMPT, "${GITHUB_RUN_ATTEMPT}")
        .tells(JOB, "${GITHUB_JOB}");
  }

  private static CiSystem gitLab() {
    return CiSystem.of("GitLab CI", "GITLAB_CI")
        .tells(SERVICE, "${CI_PROJECT_NAME}", "${CI_PROJECT_PATH}")
        .tells(ENVIRONMENT, "${CI_ENVIRONMENT_NAME}")
        .tells(COMMIT, "${CI_COMMIT_SHA}")
        .tells(BRANCH, "${CI_COMMIT_TAG}", "${CI_COMMIT_REF_NAME}")
        .tells(REPOSITORY, "${CI_PROJECT_URL}", "${CI_PROJECT_PATH}")
        .tells(ACTOR, "${GITLAB_USER_LOGIN}")
        .tells(URL, "${CI_JOB_URL}", "${CI_PIPELINE_URL}")
        .tells(RUN, "${CI_PROJECT_PATH}#${CI_PIPELINE_ID}", "${CI_PIPELINE_ID}")
        .tells(JOB, "${CI_JOB_ID}");
  }

  private static CiSystem jenkins() {
    return CiSystem.of("Jenkins", "JENKINS_URL")
        .tells(SERVICE, "${GIT_URL}", "${GIT_URL_1}", "${JOB_NAME}")
        .tells(COMMIT, "${GIT_COMMIT}")
        .tells(BRANCH, "${TAG_NAME}", "${CHANGE_BRANCH}", "${BRANCH_NAME}", "${GIT_BRANCH}")
        .tells(REPOSITORY, "${GIT_URL}", "${GIT_URL_1}")
        .tells(ACTOR, "${BUILD_USER_ID}", "${BUILD_USER}", "${CHANGE_AUTHOR}")
        .tells(URL, "${BUILD_URL}")
        .tells(RUN, "${BUILD_URL}", "${BUILD_TAG}", "${JOB_NAME}#${BUILD_NUMBER}")
        .tells(JOB, "${STAGE_NAME}");
  }

  private static CiSystem azure() {
    return CiSystem.of("Azure Pipelines", "TF_BUILD")
        .tells(SERVICE, "${BUILD_REPOSITORY_NAME}", "${BUILD_DEFINITIONNAME}")
        .tells(ENVIRONMENT, "${ENVIRONMENT_NAME}", "${RELEASE_ENVIRONMENTNAME}")
        .tells(COMMIT, "${SYSTEM_PULLREQUEST_SOURCECOMMITID}", "${BUILD_SOURCEVERSION}")
        .tells(BRANCH, "${SYSTEM_PULLREQUEST_SOURCEBRANCH}", "${BUILD_SOURCEBRANCH}")
        .tells(REPOSITORY, "${BUILD_REPOSITORY_URI}")
        .tells(ACTOR, "${BUILD_REQUESTEDFOR}")
        .tells(
            URL,
            "${SYSTEM_TEAMFOUNDATIONSERVERURI}${SYSTEM_TEAMPROJECTID}/_build/results?buildId=${BUILD_BUILDID}")
        .tells(RUN, "${SYSTEM_TEAMPROJECTID}#${BUILD_BUILDID}", "${BUILD_BUILDID}")
        .tells(ATTEMPT, "${SYSTEM_STAGEATTEMPT}.${SYSTEM_JOBATTEMPT}", "${SYSTEM_JOBATTEMPT}")
        .tells(JOB, "${SYSTEM_JOBID}");
  }

  private static CiSystem circle() {
    return CiSystem.of("CircleCI", "CIRCLECI")
        .tells(SERVICE, "${CIRCLE_PROJECT_REPONAME}")
        .tells(COMMIT, "${CIRCLE_SHA1}")
        .tells(BRANCH, "${CIRCLE_TAG}", "${CIRCLE_BRANCH}")
        .tells(
            REPOSITORY,
            "${CIRCLE_REPOSITORY_URL}",
            "${CIRCLE_PROJECT_USERNAME}/${CIRCLE_PROJECT_REPONAME}")
        .tells(ACTOR, "${CIRCLE_USERNAME}")
        .tells(
            URL,
            "${CIRCLE_BUILD_URL}",
            "https://app.circleci.com/pipelines/workflows/${CIRCLE_WORKFLOW_ID}")
        .tells(RUN, "${CIRCLE_WORKFLOW_ID}")
        .tells(JOB, "${CIRCLE_BUILD_NUM}");
  }

  private static CiSystem buildkite() {
    return CiSystem.of("Buildkite", "BUILDKITE")
        .tells(SERVICE, "${BUILDKITE_REPO}", "${BUILDKITE_PIPELINE_SLUG}")
        .tells(COMMIT, "${BUILDKITE_COMMIT}")
        .tells(BRANCH, "${BUILDKITE_TAG}", "${BUILDKITE_BRANCH}")
        .tells(REPOSITORY, "${BUILDKITE_REPO}")
        .tells(
            ACTOR,
            "${BUILDKITE_UNBLOCKER}",
            "${BUILDKITE_BUILD_CREATOR}",
            "${BUILDKITE_BUILD_AUTHOR}")
        .tells(URL, "${BUILDKITE_BUILD_URL}#${BUILDKITE_JOB_ID}", "${BUILDKITE_BUILD_URL}")
        .tells(RUN, "${BUILDKITE_BUILD_ID}")
        .tells(ATTEMPT, "${BUILDKITE_RETRY_COUNT}")
        .tells(JOB, "${BUILDKITE_JOB_ID}");
  }

  private static CiSystem teamCity() {
    return CiSystem.of("TeamCity", "TEAMCITY_VERSION")
        .tells(SERVICE, "${TEAMCITY_PROJECT_NAME}", "${TEAMCITY_BUILDCONF_NAME}")
        .tells(COMMIT, "${BUILD_VCS_NUMBER}")
        .tells(BRANCH, "${teamcity.build.branch}")
        .tells(REPOSITORY, "${vcsroot.url}")
        .tells(ACTOR, "${teamcity.build.triggeredBy.username}")
        .tells(URL, "${BUILD_URL}")
        .tells(
            RUN,
            "${teamcity.build.id}",
            "${BUILD_URL}",
            "${TEAMCITY_BUILDCONF_NAME}#${BUILD_NUMBER}");
  }

  private static CiSystem travis() {
    return CiSystem.of("Travis CI", "TRAVIS")
        .tells(SERVICE, "${TRAVIS_REPO_SLUG}")
        .tells(COMMIT, "${TRAVIS_PULL_REQUEST_SHA}", "${TRAVIS_COMMIT}")
        .tells(BRANCH, "${TRAVIS_TAG}", "${TRAVIS_PULL_REQUEST_BRANCH}", "${TRAVIS_BRANCH}")
        .tells(REPOSITORY, "${TRAVIS_REPO_SLUG}")
        .tells(URL, "${TRAVIS_JOB_WEB_URL}", "${TRAVIS_BUILD_WEB_URL}")
        .tells(RUN, "${TRAVIS_BUILD_ID}")
        .tells(JOB, "${TRAVIS_JOB_ID}");
  }

  private static CiSystem drone() {
    return CiSystem.of("Drone", "DRONE")
        .tells(SERVICE, "${DRONE_REPO_NAME}", "${DRONE_REPO}")
        .tells(ENVIRONMENT, "${DRONE_DEPLOY_TO}")
        .tells(COMMIT, "${DRONE_COMMIT_SHA}")
        .tells(BRANCH, "${DRONE_TAG}", "${DRONE_BRANCH}")
        .tells(REPOSITORY, "${DRONE_REPO_LINK}", "${DRONE_REPO}")
        .tells(ACTOR, "${DRONE_BUILD_TRIGGER}", "${DRONE_COMMIT_AUTHOR}")
        .tells(URL, "${DRONE_BUILD_LINK}")
        .tells(RUN, "${DRONE_REPO}#${DRONE_BUILD_NUMBER}", "${DRONE_BUILD_NUMBER}")
        .tells(JOB, "${DRONE_STAGE_NAME}/${DRONE_STEP_NAME}", "${DRONE_STEP_NAME}");
  }

  private static CiSystem codeBuild() {
    return CiSystem.of("AWS CodeBuild", "CODEBUILD_BUILD_ARN", "CODEBUILD_BUILD_ID")
        .tells(SERVICE, "${CODEBUILD_BUILD_ID%:}")
        .tells(COMMIT, "${CODEBUILD_RESOLVED_SOURCE_VERSION}")
        .tells(BRANCH, "${CODEBUILD_WEBHOOK_HEAD_REF}", "${CODEBUILD_SOURCE_VERSION}")
        .tells(REPOSITORY, "${CODEBUILD_SOURCE_REPO_URL}")
        .tells(ACTOR, "${CODEBUILD_INITIATOR}")
        .tells(
            URL,
            "${CODEBUILD_PUBLIC_BUILD_URL}",
            "https://console.aws.amazon.com/codebuild/home?region=${AWS_REGION}#/builds/${CODEBUILD_BUILD_ID}/view/new")
        .tells(RUN, "${CODEBUILD_BUILD_ARN}", "${CODEBUILD_BUILD_ID}");
  }

  private static CiSystem bitbucket() {
    return CiSystem.of("Bitbucket Pipelines", "BITBUCKET_BUILD_NUMBER", "BITBUCKET_COMMIT")
        .tells(SERVICE, "${BITBUCKET_REPO_SLUG}", "${BITBUCKET_REPO_FULL_NAME}")
        .tells(ENVIRONMENT, "${BITBUCKET_DEPLOYMENT_ENVIRONMENT}")
        .tells(COMMIT, "${BITBUCKET_COMMIT}")
        .tells(BRANCH, "${BITBUCKET_TAG}", "${BITBUCKET_BRANCH}")
        .tells(REPOSITORY, "${BITBUCKET_GIT_HTTP_ORIGIN}", "${BITBUCKET_REPO_FULL_NAME}")
        .tells(
            URL,
            "https://bitbucket.org/${BITBUCKET_REPO_FULL_NAME}/addon/pipelines/home#!/results/${BITBUCKET_BUILD_NUMBER}")
        .tells(
            RUN,
            "${BITBUCKET_PIPELINE_UUID}",
            "${BITBUCKET_REPO_FULL_NAME}#${BITBUCKET_BUILD_NUMBER}")
        .tells(ATTEMPT, "${BITBUCKET_STEP_RUN_NUMBER}")
        .tells(JOB, "${BITBUCKET_STEP_UUID}");
  }

  private static CiSystem cloudBuild() {
    return CiSystem.of("Google Cloud Build", "BUILDER_OUTPUT")
        .tells(SERVICE, "${REPO_NAME}", "${REPO_FULL_NAME}", "${TRIGGER_NAME}")
        .tells(COMMIT, "${COMMIT_SHA}", "${REVISION_ID}")
        .tells(BRANCH, "${TAG_NAME}", "${BRANCH_NAME}", "${REF_NAME}")
        .tells(REPOSITORY, "${REPO_FULL_NAME}")
        .tells(
            URL,
            "https://console.cloud.google.com/cloud-build/builds;region=${LOCATION}/${BUILD_ID}?project=${PROJECT_ID}")
        .tells(RUN, "${BUILD_ID}");
  }

  /** Its variables are there when manifests are made, not in a hook's own job. */
  private static CiSystem argo() {
    return CiSystem.of("Argo CD", "ARGOCD_APP_NAME")
        .tells(SERVICE, "${ARGOCD_APP_NAME}")
        .tells(ENVIRONMENT, "${ARGOCD_APP_NAMESPACE}")
        .tells(COMMIT, "${ARGOCD_APP_REVISION}")
        .tells(BRANCH, "${ARGOCD_APP_SOURCE_TARGET_REVISION}")
        .tells(REPOSITORY, "${ARGOCD_APP_SOURCE_REPO_URL}");
  }
}
