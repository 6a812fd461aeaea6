#include "sync/server/core/erasure_ledger.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <set>
#include <span>

#include "shared/wire/json_reader.h"
#include "shared/wire/json_text.h"
#include "sync/server/core/secrets.h"

namespace foyer::server {
namespace {

constexpr int kVersion = 1;
constexpr std::size_t kLineBytesMax = std::size_t{16} * 1024 * 1024;  // a class of 400,000 ids
constexpr int kLineDepthMax = 4;

std::optional<Mac> parse_mac(std::string_view text) {
  Mac mac{};
  constexpr std::size_t kNonceDigits = 16;
  if (text.size() != 2 * mac.size()) return std::nullopt;
  for (std::size_t part = 0; part < text.size(); part += kNonceDigits) {
    const auto bytes = parse_nonce(text.substr(part, kNonceDigits));
    if (!bytes) return std::nullopt;
    std::ranges::copy(*bytes, mac.begin() + static_cast<std::ptrdiff_t>(part / 2));
  }
  return mac;
}

Error cannot(const std::string& path) {
  const Fault fault = errno == ENOSPC || errno == EDQUOT ? Fault::full : Fault::refused;
  return {fault, path + ": cannot be written: free space, or make it writable"};
}

// Closes with the block.
struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

bool ends_in_a_line(int fd) {
  struct stat found {};
  if (::fstat(fd, &found) != 0 || found.st_size == 0) return true;
  char last = 0;
  return ::pread(fd, &last, 1, found.st_size - 1) == 1 && last == '\n';
}

// The file's name in its folder is on disk too.
void flush_folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const Descriptor folder{
      ::open(slash == std::string::npos ? "." : path.substr(0, slash + 1).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (folder.fd >= 0) ::fsync(folder.fd);
}

}  // namespace

std::string to_line(const ErasureLine& erasure) {
  wire::JsonArray cids;
  for (const Uuid& cid : erasure.cids) cids.text(cid.text());
  wire::JsonArray keys;
  for (const ErasedInterval& key : erasure.keys) {
    keys.raw(wire::JsonObject().text("mac", hex(key.key_mac)).number("from", key.from).number("to", key.to).str());
  }
  return wire::JsonObject()
      .number("v", kVersion)
      .text("erase_id", erasure.erase_id.text())
      .text("root", erasure.root.text())
      .raw("cids", cids.str())
      .raw("keys", keys.str())
      .number("erased_at", erasure.erased_at)
      .number("at_ms", erasure.at_ms)
      .number("keep_until_ms", erasure.keep_until_ms)
      .str();
}

Result<ErasureLine> parse_erasure(std::string_view line) {
  const auto tree = wire::read_json(line, kLineBytesMax, kLineDepthMax);
  if (!tree) return tree.error();
  wire::Members members(*tree);
  ErasureLine erasure;
  erasure.erase_id = members.id("erase_id");
  erasure.root = members.id("root");
  erasure.erased_at = members.number("erased_at");
  erasure.at_ms = members.number("at_ms");
  erasure.keep_until_ms = members.number("keep_until_ms");
  const wire::Json* const cids = members.array("cids");
  const wire::Json* const keys = members.array("keys");
  if (!members.ok()) return members.error();
  for (const wire::Json& item : cids->items) {
    const auto cid = Uuid::parse(item.text);
    if (!cid) return Error{Fault::invalid, "cids: not an id"};
    erasure.cids.push_back(*cid);
  }
  for (const wire::Json& item : keys->items) {
    wire::Members key(item);
    const auto mac = parse_mac(key.text("mac"));
    const ErasedInterval interval{mac.value_or(Mac{}), key.number("from"), key.number("to")};
    if (!mac || !key.ok()) return Error{Fault::invalid, "keys: not an interval"};
    erasure.keys.push_back(interval);
  }
  return erasure;
}

Result<void> ErasureLedger::append(const ErasureLine& erasure) const {
  const Descriptor file{::open(path_.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600)};
  if (file.fd < 0) return cannot(path_);
  const std::string line = (ends_in_a_line(file.fd) ? "" : "\n") + to_line(erasure) + "\n";
  for (std::size_t done = 0; done < line.size();) {
    const ssize_t part = ::write(file.fd, line.data() + done, line.size() - done);
    if (part < 0 && errno == EINTR) continue;
    if (part <= 0) return cannot(path_);
    done += static_cast<std::size_t>(part);
  }
  if (::fsync(file.fd) != 0) return cannot(path_);
  flush_folder_of(path_);
  return {};
}

Result<ErasureLedger::Contents> ErasureLedger::read() const {
  Contents contents;
  if (::access(path_.c_str(), F_OK) != 0) return contents;
  std::ifstream file(path_, std::ios::binary);
  if (!file) return Error{Fault::refused, path_ + ": cannot be read"};
  std::set<Uuid> seen;
  for (std::string line; std::getline(file, line);) {
    if (line.empty()) continue;
    auto erasure = parse_erasure(line);
    if (!erasure) {
      ++contents.unreadable;
    } else if (seen.insert(erasure->erase_id).second) {
      contents.erasures.push_back(std::move(*erasure));
    }
  }
  if (file.bad()) return Error{Fault::refused, path_ + ": cannot be read to its end"};
  return contents;
}

}  // namespace foyer::server
