#include "sync/server/core/erasure_ledger.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <map>
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

// What stands after the last line's end, at most a line.
Result<std::string> read_tail(int fd, const std::string& path) {
  struct stat found {};
  if (::fstat(fd, &found) != 0) return cannot(path);
  std::string tail;
  std::array<char, 4096> part{};
  for (off_t end = found.st_size; end > 0 && tail.size() <= kLineBytesMax;) {
    const off_t from = std::max<off_t>(0, end - static_cast<off_t>(part.size()));
    const ssize_t got = ::pread(fd, part.data(), static_cast<std::size_t>(end - from), from);
    if (got != end - from) return cannot(path);
    const std::string_view bytes(part.data(), static_cast<std::size_t>(got));
    const std::size_t mark = bytes.rfind('\n');
    if (mark != std::string_view::npos) return std::string(bytes.substr(mark + 1)) + tail;
    tail.insert(0, bytes);
    end = from;
  }
  return tail;
}

// The next line begins where it should: a torn line goes, a whole one that only lacks its end gets it.
Result<void> end_last_line(int fd, const std::string& path) {
  const auto tail = read_tail(fd, path);
  if (!tail) return tail.error();
  if (tail->empty()) return {};
  if (parse_erasure(*tail)) return ::write(fd, "\n", 1) == 1 ? Result<void>() : cannot(path);
  struct stat found {};
  const bool is_cut =
      ::fstat(fd, &found) == 0 && ::ftruncate(fd, found.st_size - static_cast<off_t>(tail->size())) == 0;
  return is_cut ? Result<void>() : cannot(path);
}

bool write_and_flush(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t part = ::write(fd, bytes.data(), bytes.size());
    if (part < 0 && errno == EINTR) continue;
    if (part <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(part));
  }
  return ::fsync(fd) == 0;
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

Result<void> ErasureFile::append(const ErasureLine& erasure) {
  const Descriptor file{::open(path_.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600)};
  if (file.fd < 0) return cannot(path_);
  if (auto ended = end_last_line(file.fd, path_); !ended) return ended;
  if (!write_and_flush(file.fd, to_line(erasure) + "\n")) return cannot(path_);
  flush_folder_of(path_);
  return {};
}

Result<void> ErasureFile::rewrite(const std::vector<ErasureLine>& erasures) {
  std::string lines;
  for (const ErasureLine& erasure : erasures) lines += to_line(erasure) + "\n";
  const std::string part = path_ + ".part";
  const Descriptor file{::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
  if (file.fd < 0 || !write_and_flush(file.fd, lines) || std::rename(part.c_str(), path_.c_str()) != 0) {
    return cannot(path_);
  }
  flush_folder_of(path_);
  return {};
}

Result<ErasureLedger::Contents> ErasureFile::read() const {
  Contents contents;
  if (::access(path_.c_str(), F_OK) != 0) return contents;
  std::ifstream file(path_, std::ios::binary);
  if (!file) return Error{Fault::refused, path_ + ": cannot be read"};
  std::map<Uuid, std::size_t> places;
  for (std::string line; std::getline(file, line);) {
    if (line.empty()) continue;
    auto erasure = parse_erasure(line);
    if (!erasure) {
      if (!file.eof()) ++contents.unreadable;
      continue;
    }
    const auto [place, is_new] = places.emplace(erasure->erase_id, contents.erasures.size());
    if (is_new) contents.erasures.emplace_back();
    contents.erasures[place->second] = std::move(*erasure);
  }
  if (file.bad()) return Error{Fault::refused, path_ + ": cannot be read to its end"};
  return contents;
}

}  // namespace foyer::server
