#include "sync/protocol/paths.h"

#include <charconv>

#include "sync/protocol/limits.h"

namespace foyer::protocol {
namespace {

// Keeps `out` when the name is absent.
Result<void> read_number(std::string_view query, std::string_view name, int max, int& out) {
  const auto text = query_value(query, name);
  if (!text) return {};
  int value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || end != text->data() + text->size() || value < 0) {
    return Error{Fault::invalid, std::string(name) + " is not a number"};
  }
  out = value < max ? value : max;
  return {};
}

std::optional<std::int64_t> read_integer(std::string_view query, std::string_view name) {
  const auto text = query_value(query, name);
  std::int64_t value = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  return error == std::errc() && end == text->data() + text->size() ? std::optional(value) : std::nullopt;
}

}  // namespace

std::string chunk_path(const Uuid& snapshot, std::int64_t n) {
  return std::string(kSnapshotPath) + "/" + snapshot.text() + "/" + std::to_string(n);
}

std::optional<ChunkName> parse_chunk_path(std::string_view path) {
  if (!path.starts_with(kSnapshotPath)) return std::nullopt;
  path.remove_prefix(kSnapshotPath.size());
  const auto slash = path.rfind('/');
  if (!path.starts_with('/') || slash == 0) return std::nullopt;
  const auto id = Uuid::parse(path.substr(1, slash - 1));
  const std::string_view digits = path.substr(slash + 1);
  std::int64_t n = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
  if (!id || error != std::errc() || end != digits.data() + digits.size() || n < 0) return std::nullopt;
  return ChunkName{*id, n};
}

std::string hello_target(const Instant& clock, const std::optional<domain::Removal>& removal) {
  std::string target = std::string(kHelloPath) + "?boot=" + clock.boot.text() +
                       "&mono=" + std::to_string(clock.mono_ms) + "&wall=" + std::to_string(clock.wall_ms);
  if (removal) target += "&remove=" + std::to_string(removal->contacts) + "&of=" + std::to_string(removal->of);
  return target;
}

std::optional<domain::Removal> parse_hello_removal(std::string_view query) {
  const auto contacts = read_integer(query, "remove");
  const auto of = read_integer(query, "of");
  if (!contacts || !of || *contacts <= 0 || *of < *contacts) return std::nullopt;
  return domain::Removal{*contacts, *of};
}

std::optional<Instant> parse_hello_clock(std::string_view query) {
  const auto boot = Uuid::parse(query_value(query, "boot").value_or(std::string_view()));
  const auto mono = read_integer(query, "mono");
  const auto wall = read_integer(query, "wall");
  if (!boot || boot->is_nil() || !mono || !wall) return std::nullopt;
  return Instant{*boot, *mono, *wall};
}

std::string pull_target(const PullQuery& query) {
  std::string target(kPullPath);
  target += "?proto=" + std::to_string(query.proto);
  if (!query.cursor.empty()) target += "&cursor=" + query.cursor;
  if (!query.known.empty()) target += "&known=" + query.known;
  if (query.limit > 0) target += "&limit=" + std::to_string(query.limit);
  if (query.wait_s > 0) target += "&wait=" + std::to_string(query.wait_s);
  return target;
}

Result<PullQuery> parse_pull_query(std::string_view query) {
  PullQuery parsed;
  if (const auto cursor = query_value(query, "cursor")) parsed.cursor = std::string(*cursor);
  if (const auto known = query_value(query, "known")) parsed.known = std::string(*known);
  if (auto r = read_number(query, "limit", kPullRowsMax, parsed.limit); !r) return r.error();
  if (auto r = read_number(query, "wait", kPullWaitMaxS, parsed.wait_s); !r) return r.error();
  if (auto r = read_number(query, "proto", 1'000'000, parsed.proto); !r) return r.error();
  return parsed;
}

std::optional<std::string_view> query_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto end = query.find('&');
    const auto pair = query.substr(0, end);
    const auto equals = pair.find('=');
    if (pair.substr(0, equals) == name) {
      return equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
    }
    if (end == std::string_view::npos) break;
    query.remove_prefix(end + 1);
  }
  return std::nullopt;
}

}  // namespace foyer::protocol
