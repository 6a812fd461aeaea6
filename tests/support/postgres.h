// A PostgreSQL of the test's own: a fresh cluster in a temporary folder that listens on a Unix socket there, ended and
// removed with the object. Uses the newest PostgreSQL below /usr/lib/postgresql (deploy/install-packages test); fails
// (wait.h) when there is none. PostgreSQL refuses to run as root: then it runs as the user postgres. One thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/process.h"

namespace foyer::support {

class PostgresCluster {
 public:
  // Not durable: a killed process loses nothing, a power cut might. Benchmarks want it as it is run.
  explicit PostgresCluster(bool is_durable = false);
  ~PostgresCluster();
  PostgresCluster(const PostgresCluster&) = delete;
  PostgresCluster& operator=(const PostgresCluster&) = delete;

  void start();
  void stop();      // what is under way is cut off
  void kill_now();  // as a power cut of that machine, but for what its kernel had not written

  // The superuser's way in; `name` is the database.
  std::string url(const std::string& name = "postgres") const;
  const std::filesystem::path& socket_folder() const { return folder_.path(); }

  // As the superuser, through psql; what it prints, without headings. Fails when psql does.
  std::string sql(const std::string& text, const std::string& name = "postgres") const;

  // From now on this role only comes in with its password.
  void require_password(const std::string& role);

  // For pg_dump and its like: where they are.
  static std::filesystem::path program(const std::string& name);

 private:
  std::filesystem::path data() const { return folder_.path() / "data"; }

  bool is_durable_;
  TempDir folder_;
  std::unique_ptr<Process> postmaster_;
};

}  // namespace foyer::support
