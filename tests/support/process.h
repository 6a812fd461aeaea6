// Programs under test as real processes: start, read what they print, end them kindly or not. A Process that goes out
// of scope is killed, and dies with the test that started it even when that is killed. One thread each. Failures throw
// (wait.h).
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/wait.h"

namespace foyer::support {

// A new empty folder, removed at the end.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string read_text(const std::filesystem::path& file);  // empty when there is none

class Process {
 public:
  using Environment = std::map<std::string, std::string>;  // what is added to ours; an empty value removes

  // Runs argv[0] (found by PATH). What it prints is kept until the Process is gone.
  explicit Process(const std::vector<std::string>& argv, const Environment& environment = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  bool is_running();
  std::string out() const { return read_text(output_.path() / "out"); }
  std::string err() const { return read_text(output_.path() / "err"); }

  // The rest of the first full line on standard output that starts with `start`. Fails when the program ends before.
  std::string line_after(const std::string& start);

  // The exit code, or 128 + the signal that ended it.
  int wait(std::chrono::milliseconds patience = kPatience);
  int terminate();  // SIGTERM, then wait()
  void kill_now();  // SIGKILL: the program gets no chance to do anything

  // From now on each write past this size of a file fails, as on a full disk; nothing for `bytes` lifts it again.
  void limit_file_size(std::optional<std::uint64_t> bytes);

 private:
  void collect(int options);

  TempDir output_;
  pid_t pid_ = -1;
  std::optional<int> status_;
};

// Runs to the end.
struct Finished {
  int code = 0;
  std::string out;
  std::string err;
};
Finished run(const std::vector<std::string>& argv, const Process::Environment& environment = {},
             std::chrono::milliseconds patience = kPatience);

}  // namespace foyer::support
