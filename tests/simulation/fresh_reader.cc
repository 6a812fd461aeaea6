#include "tests/simulation/fresh_reader.h"

#include <algorithm>
#include <tuple>

#include "shared/store/kiosk_store.h"
#include "sync/agent/enrolment.h"
#include "sync/protocol/gzip.h"
#include "sync/protocol/paths.h"
#include "tests/simulation/enrolling_wire.h"

namespace foyer::simulation {
namespace {

server::Response pull(Centre& centre, const std::string& token, const std::string& cursor, int limit) {
  server::Request request;
  request.method = "GET";
  request.path = protocol::kPullPath;
  const std::string target = protocol::pull_target({cursor, {}, limit, 0});
  request.query = target.substr(target.find('?') + 1);
  request.token = token;
  return centre.handle(request).value_or(server::Response{});
}

server::Response get(Centre& centre, const std::string& token, const std::string& path) {
  server::Request request;
  request.method = "GET";
  request.path = path;
  request.token = token;
  return centre.handle(request).value_or(server::Response{});
}

// False: a promise is broken. A centre that says `pull` is read from its beginning.
bool take_in(World& world, store::KioskStore& store, const std::string& token) {
  Diary& diary = world.diary();
  const auto offer = wire::parse_snapshot_offer(get(world.centre(), token, std::string(protocol::kSnapshotPath)).body);
  if (!diary.expect(offer.ok(), "A11", "a snapshot is not offered")) return false;
  if (!offer->manifest) return true;
  const wire::SnapshotManifest& copy = *offer->manifest;
  bool is_fine = store.begin_load(copy).ok();
  for (std::int64_t n = 0; n < std::ssize(copy.chunks) && is_fine; ++n) {
    const auto lines =
        protocol::gunzip(get(world.centre(), token, protocol::chunk_path(copy.id, n)).body, wire::kChunkBytesMax);
    const auto rows = lines ? wire::parse_snapshot_lines(*lines) : lines.error();
    is_fine = rows && store.load_chunk(copy.id, n, *rows).ok();
  }
  return diary.expect(is_fine && store.finish_load(copy.id).ok(), "A11", "a snapshot cannot be taken in");
}

using Shown = std::tuple<Uuid, std::optional<std::string>, domain::Fields, std::int64_t>;

std::vector<Shown> contacts_of(store::KioskStore& store) {
  std::vector<Shown> all;
  const auto contacts = store.contacts(1'000'000);
  if (!contacts) return all;
  for (const store::ContactView& one : *contacts) all.emplace_back(one.id, one.email_key, one.fields, one.visits);
  std::ranges::sort(all);
  return all;
}

std::vector<Uuid> open_visits_of(store::KioskStore& store) {
  std::vector<Uuid> all;
  const auto visits = store.open_visits(1'000'000);
  if (!visits) return all;
  for (const store::VisitView& one : *visits) all.push_back(one.id);
  std::ranges::sort(all);
  return all;
}

// One digit of the nonce is another one. (Another seq of the same commit would be a true cursor.)
std::string changed(std::string cursor, Luck& luck) {
  const std::size_t nonce = cursor.rfind('.') + 1;
  const std::size_t at = nonce + luck.index(cursor.size() - nonce);
  cursor[at] = cursor[at] == '1' ? '2' : '1';
  return cursor;
}

}  // namespace

void read_afresh(World& world) {
  Luck luck(mix({world.plan().seed, 50}));
  SimRandom random(luck.next());
  DeviceClock clock(world.line());
  crash::CrashDisk disk("sim-fresh-reader-" + std::to_string(reinterpret_cast<std::uintptr_t>(&disk)));
  Diary& diary = world.diary();
  store::KioskStoreOptions options;
  options.vfs = disk.name();
  auto store = store::KioskStore::open("", clock, random, options);
  EnrollingWire wire(world.centre());
  const std::string code = world.centre().make_code("fresh reader", "");
  const auto enrolled = agent::enrol(*store, wire, clock, {"https://foyer.example.org", "", code, "simulated", -1});
  if (!diary.expect(enrolled.ok(), "L1", "a new tablet cannot be enrolled")) return;
  if (luck.chance(0.5) && !take_in(world, *store, enrolled->token)) return;
  for (bool is_more = true; is_more && !diary.violation();) {
    const std::string cursor = store->sync_state()->cursor;
    if (!cursor.empty()) {
      const int status = pull(world.centre(), enrolled->token, changed(cursor, luck), 5).status;
      diary.expect(status == 400 || status == 409, "A13", "a cursor that somebody changed was taken");
    }
    const auto limit = static_cast<int>(luck.between(1, 9));
    const auto page = wire::parse_pull_page(pull(world.centre(), enrolled->token, cursor, limit).body);
    if (!diary.expect(page.ok(), "A11", "the feed cannot be read")) return;
    diary.expect(store->apply_page(*page, cursor).ok(), "A11", "a page cannot be applied");
    const auto again = store->apply_page(*page, cursor);
    diary.expect(again.ok() || again.error().fault == Fault::conflict, "A14", "a page came twice");
    is_more = page->more;
  }
  for (const auto& tablet : world.tablets()) {
    if (tablet->kiosk() == nullptr || tablet->kiosk()->counts()->held > 0) continue;
    diary.expect(contacts_of(*store) == contacts_of(*tablet->kiosk()), "A12", "a new reader shows other contacts");
    diary.expect(open_visits_of(*store) == open_visits_of(*tablet->kiosk()), "A12", "a new reader shows other visits");
  }
}

}  // namespace foyer::simulation
