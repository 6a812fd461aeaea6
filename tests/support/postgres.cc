#include "tests/support/postgres.h"

#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace foyer::support {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUser = "foyer";  // the clusters' superuser

// PostgreSQL's programs, so that they run as somebody who is not root and die with the test.
std::vector<std::string> as_nobody_special(std::vector<std::string> argv) {
  if (geteuid() != 0) return argv;
  std::vector<std::string> all = {"setpriv",       "--reuid=postgres",    "--regid=postgres",
                                  "--init-groups", "--pdeathsig=SIGQUIT", "--"};
  all.insert(all.end(), argv.begin(), argv.end());
  return all;
}

void give_away(const fs::path& folder) {
  if (geteuid() != 0) return;
  const passwd* user = getpwnam("postgres");
  if (user == nullptr) fail("there is no user postgres: deploy/install-packages test");
  if (chown(folder.c_str(), user->pw_uid, user->pw_gid) != 0) fail("chown: " + std::string(std::strerror(errno)));
}

void run_or_fail(const std::vector<std::string>& argv) {
  const Finished done = run(as_nobody_special(argv), {{"LC_ALL", "C"}}, std::chrono::minutes(2));
  if (done.code != 0) fail(argv[0] + " ended with " + std::to_string(done.code) + ": " + done.err + done.out);
}

fs::path newest_programs() {
  const fs::path root = "/usr/lib/postgresql";
  std::error_code none;
  int newest = 0;
  for (const auto& version : fs::directory_iterator(root, none)) {
    if (fs::exists(version.path() / "bin" / "initdb")) {
      newest = std::max(newest, std::atoi(version.path().filename().c_str()));
    }
  }
  if (newest == 0) fail("PostgreSQL is missing: deploy/install-packages test");
  return root / std::to_string(newest) / "bin";
}

// Made once for each build and copied, because initdb takes longer than most tests. Of several tests one makes it.
fs::path template_folder() {
  const fs::path folder =
      fs::path(FOYER_BUILD_DIR) / ("postgres-" + newest_programs().parent_path().filename().string());
  const int lock = open((folder.string() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0 || flock(lock, LOCK_EX) != 0) fail("lock: " + std::string(std::strerror(errno)));
  if (!fs::exists(folder)) {
    const TempDir made;
    give_away(made.path());
    const fs::path data = made.path() / "data";
    run_or_fail({PostgresCluster::program("initdb"), "-D", data, "-N", "-A", "trust", "-U", kUser, "--locale=C.UTF-8",
                 "-E", "UTF8", "--wal-segsize=1"});
    const fs::path half = folder.string() + ".half";
    fs::remove_all(half);
    fs::copy(data, half, fs::copy_options::recursive);
    fs::rename(half, folder);
  }
  close(lock);
  return folder;
}

}  // namespace

fs::path PostgresCluster::program(const std::string& name) { return newest_programs() / name; }

PostgresCluster::PostgresCluster(bool is_durable) : is_durable_(is_durable) {
  fs::copy(template_folder(), data(), fs::copy_options::recursive);
  fs::permissions(data(), fs::perms::owner_all);
  give_away(folder_.path());
  for (const auto& entry : fs::recursive_directory_iterator(folder_.path())) give_away(entry.path());
  start();
}

PostgresCluster::~PostgresCluster() {
  if (postmaster_ && postmaster_->is_running()) ::kill(postmaster_->pid(), SIGQUIT);
  wait_until("the end of PostgreSQL", [&] { return !postmaster_ || !postmaster_->is_running(); });
}

void PostgresCluster::start() {
  postmaster_ = std::make_unique<Process>(
      as_nobody_special({program("postgres"), "-D", data(), "-k", folder_.path(), "-c", "listen_addresses=", "-c",
                         "max_connections=40", "-c", "shared_buffers=32MB", "-c",
                         is_durable_ ? "fsync=on" : "fsync=off"}),
      Process::Environment{{"LC_ALL", "C.UTF-8"}});
  wait_until("PostgreSQL to accept connections", [&] {
    if (!postmaster_->is_running()) fail("PostgreSQL ended: " + postmaster_->err());
    return run({program("pg_isready"), "-q", "-h", folder_.path(), "-U", kUser, "-d", "postgres"}).code == 0;
  });
}

void PostgresCluster::stop() {
  ::kill(postmaster_->pid(), SIGINT);
  postmaster_->wait();
}

void PostgresCluster::kill_now() {
  ::kill(postmaster_->pid(), SIGQUIT);
  postmaster_->wait();
}

void PostgresCluster::require_password(const std::string& role) {
  const fs::path file = data() / "pg_hba.conf";
  const std::string before = read_text(file);  // the first line that fits decides
  std::ofstream(file) << "local all " << role << " scram-sha-256\n" << before;
  sql("SELECT pg_reload_conf()");
}

std::string PostgresCluster::url(const std::string& name) const {
  std::string host;
  for (const char c : folder_.path().string()) host += c == '/' ? std::string("%2F") : std::string(1, c);
  return std::string("postgresql://") + kUser + "@" + host + "/" + name;
}

std::string PostgresCluster::sql(const std::string& text, const std::string& name) const {
  const Finished done =
      run({program("psql"), "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-d", url(name), "-c", text});
  if (done.code != 0) fail("psql: " + done.err);
  return done.out;
}

}  // namespace foyer::support
