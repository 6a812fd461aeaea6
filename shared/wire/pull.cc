#include "shared/wire/pull.h"

#include <algorithm>
#include <charconv>

#include "shared/wire/feed_row.h"
#include "shared/wire/json_cut.h"
#include "shared/wire/json_reader.h"
#include "shared/wire/json_text.h"

namespace foyer::wire {
namespace {

constexpr int kPageDepthMax = 16;  // beside the rows
constexpr std::size_t kPageRowsMax = 10'000;
constexpr std::string_view kCursorVersion = "v3";
constexpr std::size_t kCursorBytesMax = 200;

bool is_cursor_word(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-')) return false;
  }
  return true;
}

}  // namespace

std::string to_text(const Cursor& cursor) {
  return std::string(kCursorVersion) + "." + cursor.epoch + "." + std::to_string(cursor.seq) + "." + cursor.nonce;
}

Result<Cursor> parse_cursor(std::string_view text) {
  const Error bad{Fault::invalid, "cursor: not one of ours"};
  if (text.empty()) return Cursor{};
  if (text.size() > kCursorBytesMax) return bad;
  std::vector<std::string_view> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t dot = std::min(text.find('.', from), text.size());
    parts.push_back(text.substr(from, dot - from));
    from = dot + 1;
  }
  if (parts.size() != 4 || parts[0] != kCursorVersion) return bad;
  if (!is_cursor_word(parts[1]) || !is_cursor_word(parts[3]) || parts[2].empty()) return bad;
  std::int64_t seq = 0;
  const auto [end, failure] = std::from_chars(parts[2].data(), parts[2].data() + parts[2].size(), seq);
  if (failure != std::errc() || end != parts[2].data() + parts[2].size() || seq < 0) return bad;
  return Cursor{std::string(parts[1]), seq, std::string(parts[3])};
}

std::string to_json(const PullPage& page) {
  JsonArray rows;
  for (const auto& row : page.rows) rows.raw(row_to_json(row));
  return JsonObject()
      .text("epoch", page.epoch)
      .raw("rows", rows.str())
      .text("cursor", page.cursor)
      .boolean("more", page.more)
      .number("head", page.head)
      .number("next_poll_ms", page.next_poll_ms)
      .number("server_ms", page.server_ms)
      .number("backup_seq", page.backup_seq)
      .str();
}

Result<PullPage> parse_pull_page(std::string_view json) {
  if (json.size() > kPullBytesMax) return Error{Fault::invalid, "too large"};
  const auto cut = cut_list(json, "rows", kPageRowsMax);
  const auto tree = read_json(cut ? std::string_view(cut->envelope) : json, kPullBytesMax, kPageDepthMax);
  if (!tree) return tree.error();
  Members members(*tree);
  if (!cut) members.fail("rows", "not a list");
  PullPage page;
  page.epoch = members.text("epoch");
  page.cursor = members.text("cursor");
  page.more = members.boolean_or("more", false);
  page.head = members.number_or("head", 0);
  page.next_poll_ms = members.number_or("next_poll_ms", 0);
  page.server_ms = members.number_or("server_ms", 0);
  page.backup_seq = members.number_or("backup_seq", 0);
  if (cut && cut->items.size() > kPageRowsMax) members.fail("rows", "too many");
  if (!members.ok()) return members.error();
  if (auto cursor = parse_cursor(page.cursor); !cursor) return cursor.error();
  page.rows.reserve(cut->items.size());
  for (const std::string_view text : cut->items) {
    auto row = parse_row(text);
    page.rows.push_back(row ? std::move(*row) : FeedRow{{}, {}, 0, std::string(text)});
  }
  return page;
}

}  // namespace foyer::wire
