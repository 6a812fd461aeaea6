#include "tests/support/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

namespace foyer::support {
namespace {

std::vector<std::string> merged_environment(const Process::Environment& added) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (!added.contains(text.substr(0, text.find('=')))) all.push_back(text);
  }
  for (const auto& [name, value] : added) {
    if (!value.empty()) all.push_back(name + "=" + value);
  }
  return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (auto& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

// In the child; only calls that are safe between fork and exec.
[[noreturn]] void become(char* const* argv, char* const* envp, const char* out, const char* err) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  signal(SIGXFSZ, SIG_IGN);  // limit_file_size() makes writes fail, it does not end the program
  const int in = open("/dev/null", O_RDONLY);
  const int to = open(out, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
  const int complain = open(err, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
  if (in < 0 || to < 0 || complain < 0) _exit(126);
  dup2(in, 0);
  dup2(to, 1);
  dup2(complain, 2);
  close_range(3, ~0U, 0);
  execvpe(argv[0], argv, envp);
  _exit(127);
}

}  // namespace

TempDir::TempDir() {
  std::string pattern = (std::filesystem::temp_directory_path() / "foyer-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) fail("mkdtemp: " + std::string(std::strerror(errno)));
  path_ = pattern;
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string read_text(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

Process::Process(const std::vector<std::string>& argv, const Environment& environment) {
  std::vector<std::string> arguments = argv;
  std::vector<std::string> variables = merged_environment(environment);
  const auto argument_pointers = pointers(arguments);
  const auto variable_pointers = pointers(variables);
  const std::string out = output_.path() / "out";
  const std::string err = output_.path() / "err";
  pid_ = fork();
  if (pid_ < 0) fail("fork: " + std::string(std::strerror(errno)));
  if (pid_ == 0) become(argument_pointers.data(), variable_pointers.data(), out.c_str(), err.c_str());
}

Process::~Process() { kill_now(); }

void Process::collect(int options) {
  if (status_) return;
  int status = 0;
  if (waitpid(pid_, &status, options) != pid_) return;
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool Process::is_running() {
  collect(WNOHANG);
  return !status_;
}

std::string Process::line_after(const std::string& start) {
  std::string found;
  wait_until("a line that starts with '" + start + "'; standard error: " + err(), [&] {
    const bool was_running = is_running();
    std::istringstream lines(out());
    for (std::string line; std::getline(lines, line);) {
      if (!lines.eof() && line.starts_with(start)) {
        found = line.substr(start.size());
        return true;
      }
    }
    if (!was_running) fail("ended with " + std::to_string(*status_) + " before it printed '" + start + "': " + err());
    return false;
  });
  return found;
}

int Process::wait(std::chrono::milliseconds patience) {
  wait_until(
      "the end of process " + std::to_string(pid_), [&] { return !is_running(); }, patience);
  return *status_;
}

int Process::terminate() {
  if (is_running()) ::kill(pid_, SIGTERM);
  return wait();
}

void Process::kill_now() {
  if (!is_running()) return;
  ::kill(pid_, SIGKILL);
  collect(0);
}

void Process::limit_file_size(std::optional<std::uint64_t> bytes) {
  rlimit limit{};
  if (prlimit(pid_, RLIMIT_FSIZE, nullptr, &limit) != 0) fail("prlimit: " + std::string(std::strerror(errno)));
  limit.rlim_cur = bytes ? *bytes : limit.rlim_max;
  if (prlimit(pid_, RLIMIT_FSIZE, &limit, nullptr) != 0) fail("prlimit: " + std::string(std::strerror(errno)));
}

Finished run(const std::vector<std::string>& argv, const Process::Environment& environment,
             std::chrono::milliseconds patience) {
  Process process(argv, environment);
  const int code = process.wait(patience);
  return {code, process.out(), process.err()};
}

}  // namespace foyer::support
