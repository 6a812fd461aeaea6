#include "sync/server/core/copy_shelf.h"

#include <algorithm>
#include <set>
#include <utility>

#include "shared/base/log.h"
#include "sync/server/core/feed_copy.h"
#include "sync/server/core/secrets.h"

namespace foyer::server {
namespace {

constexpr std::string_view kManifestEnd = ".json";

std::string manifest_file(const Uuid& copy) { return copy.text() + std::string(kManifestEnd); }

}  // namespace

CopyShelf::CopyShelf(CopyFolder& folder, CopyMaker& maker, CopyRules rules)
    : folder_(folder), maker_(maker), rules_(rules) {
  std::set<std::string> known;
  const std::vector<std::string> names = folder_.names();
  for (const std::string& name : names) {
    if (!name.ends_with(kManifestEnd)) continue;
    const auto text = folder_.read(name);
    auto manifest = text ? wire::parse_snapshot_manifest(*text) : text.error();
    if (!manifest || manifest_file(manifest->id) != name) continue;
    known.insert(name);
    for (std::int64_t n = 0; n < std::ssize(manifest->chunks); ++n) known.insert(chunk_file(manifest->id, n));
    copies_.push_back(std::move(*manifest));
  }
  for (const std::string& name : names) {
    if (!known.contains(name)) folder_.remove(name);
  }
  std::ranges::sort(copies_, {}, &wire::SnapshotManifest::made_ms);
}

void CopyShelf::take_in(std::int64_t now_ms) {
  auto made = maker_.take();
  if (!made) return;
  is_awaited_ = false;
  if (!*made) {
    if (made->error().fault != Fault::timeout) log_error("making a copy of the feed", made->error());
    not_before_ms_ = now_ms + rules_.pause_ms;
    return;
  }
  const wire::SnapshotManifest& copy = **made;
  copies_.push_back(copy);
  if (auto written = folder_.write(manifest_file(copy.id), to_json(copy)); !written) {
    log_error("keeping a copy of the feed", written.error());
    not_before_ms_ = now_ms + rules_.pause_ms;
    return put_away(copy);
  }
  log_info("made a copy of the feed: " + std::to_string(copy.digest.rows) + " rows in " +
           std::to_string(copy.chunks.size()) + " chunks");
}

void CopyShelf::put_away(const wire::SnapshotManifest& copy) {
  const Uuid id = copy.id;
  folder_.remove(manifest_file(id));
  for (std::int64_t n = 0; n < std::ssize(copy.chunks); ++n) folder_.remove(chunk_file(id, n));
  std::erase_if(copies_, [&](const wire::SnapshotManifest& one) { return one.id == id; });
}

void CopyShelf::tidy(std::int64_t now_ms, const std::function<bool(const wire::SnapshotManifest&)>& holds) {
  take_in(now_ms);
  const std::vector<wire::SnapshotManifest> all = copies_;
  for (const wire::SnapshotManifest& copy : all) {
    // A clock that was set back makes a copy of the future, whose day would never end.
    const std::int64_t age = now_ms - copy.made_ms;
    const bool is_surplus = copies_.size() > rules_.count_max && copy.id == copies_.front().id;
    if (age < 0 || age >= rules_.life_ms || is_surplus || !holds(copy)) put_away(copy);
  }
}

const wire::SnapshotManifest* CopyShelf::find(const Uuid& id) const {
  const auto found = std::ranges::find(copies_, id, &wire::SnapshotManifest::id);
  return found == copies_.end() ? nullptr : &*found;
}

Result<std::string> CopyShelf::chunk(const Uuid& id, std::int64_t n) {
  const Error gone{Fault::not_found, "this snapshot is gone; ask for another one"};
  const wire::SnapshotManifest* const copy = find(id);
  if (copy == nullptr || n < 0 || n >= std::ssize(copy->chunks)) return gone;
  auto bytes = folder_.read(chunk_file(id, n));
  if (bytes && hex(sha256(*bytes)) == copy->chunks[static_cast<std::size_t>(n)].sha256) return bytes;
  log_warning("a copy of the feed is damaged on disk: it is put away");
  put_away(*copy);
  return gone;
}

CopyShelf::Making CopyShelf::make(std::int64_t now_ms) {
  if (now_ms < not_before_ms_ && now_ms >= not_before_ms_ - rules_.pause_ms) return Making::failed_lately;
  if (!maker_.is_busy()) maker_.begin();
  is_awaited_ = true;
  return Making::under_way;
}

}  // namespace foyer::server
