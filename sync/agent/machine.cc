#include "sync/agent/machine.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>

namespace foyer::agent {
namespace {

constexpr std::size_t kMarkLength = 64;

std::string first_word(const std::string& path) {
  std::ifstream file(path);
  std::string word;
  file >> word;
  return word;
}

std::string mark_path(const std::string& folder) { return folder + "/" + kMachineFile; }

}  // namespace

// Hashed, because systemd asks not to show the id itself to others.
std::string machine_mark(const std::string& id_file) {
  const std::string id = first_word(id_file);
  if (id.empty() || id == "uninitialized") return {};
  const std::string text = "foyer machine " + id;
  std::array<unsigned char, kMarkLength / 2> digest{};
  unsigned int length = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) return {};
  std::string mark;
  for (const unsigned char byte : digest) {
    mark += "0123456789abcdef"[byte >> 4U];
    mark += "0123456789abcdef"[byte & 15U];
  }
  return mark;
}

Result<void> keep_machine(const std::string& folder, const std::string& mark) {
  if (mark.empty()) return {};
  const std::string path = mark_path(folder);
  const std::string part = path + ".part";
  const std::string line = mark + "\n";
  const int fd = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool is_written =
      fd >= 0 && ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  if (is_written && std::rename(part.c_str(), path.c_str()) == 0) return {};
  return Error{Fault::refused, path + " cannot be written: free space, or make its folder writable"};
}

Result<bool> is_of_another_machine(const std::string& folder, const std::string& mark) {
  if (mark.empty()) return false;
  const std::string kept = first_word(mark_path(folder));
  if (kept.size() == kMarkLength) return kept != mark;
  // Never marked, or torn by a power cut.
  if (auto done = keep_machine(folder, mark); !done) return done.error();
  return false;
}

}  // namespace foyer::agent
