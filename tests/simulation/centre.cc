#include "tests/simulation/centre.h"

#include <limits>
#include <random>
#include <utility>

#include "shared/store/database.h"
#include "sync/protocol/paths.h"
#include "sync/server/core/organisation.h"
#include "sync/server/core/secrets.h"

namespace foyer::simulation {
namespace {

constexpr const char* kDatabase = "/foyer.db";
constexpr const char* kWho = "centre";
// So small that a run has snapshots of several chunks, and centres without one.
constexpr std::size_t kChunkBytes = 1'200;
constexpr std::int64_t kSmallRows = 6;

std::string hex_id(const Uuid& id) {
  std::string text = id.text();
  std::erase(text, '-');
  return text;
}

std::string disk_name(const void* owner) {
  return "sim-centre-" + std::to_string(reinterpret_cast<std::uintptr_t>(owner));
}

}  // namespace

Centre::Centre(const Plan& plan, Timeline& line, Diary& diary)
    : plan_(plan),
      line_(line),
      diary_(diary),
      clock_(line),
      random_(mix({plan.seed, 10})),
      luck_(mix({plan.seed, 11})),
      disk_(disk_name(this)) {
  clock_.boot(random_uuid(random_));
  start();
}

void Centre::start() {
  if (is_up()) return;
  auto opened = server::SqliteStore::open(kDatabase, clock_, random_, disk_.name());
  if (!opened) {
    store_.reset();
    diary_.note(kWho, "cannot open its database: " + opened.error().detail);
    if (disk_.is_dead()) return die();
    // A full disk is no reason to stay away for ever; anything else is.
    diary_.expect(opened.error().fault == Fault::full, "I1", "the centre's database is lost: " + opened.error().detail);
    line_.in(1'000, [this] { start(); });
    return;
  }
  store_ = std::move(*opened);
  erasures_ = std::make_unique<server::ErasureKeeper>(*store_, ledger_, clock_, random_);
  server::ServiceOptions options;
  options.limits.max_ops = plan_.push_ops;
  options.pull_rows_max = plan_.page_rows;
  copier_ = std::make_unique<support::CopyAtOnce>(*store_, clock_, random_, snapshots_, server::CopyPlan{kChunkBytes});
  copies_ = std::make_unique<server::CopyShelf>(snapshots_, *copier_, server::CopyRules{kSmallRows});
  options.copies = copies_.get();
  service_ = std::make_unique<server::Service>(*store_, clock_, random_, *erasures_, options);
  diary_.note(kWho, "is up");
}

void Centre::die() {
  service_.reset();
  erasures_.reset();
  store_.reset();
  if (is_power_cut_) {
    std::mt19937_64 torn(luck_.next());
    disk_.restart(torn);
    clock_.boot(random_uuid(random_));
  } else {
    disk_.go_on();
  }
  diary_.note(kWho, is_power_cut_ ? "lost power" : "was killed");
  line_.in(is_healed_ ? 0 : away_ms_, [this] { start(); });
}

void Centre::kill_after(std::uint64_t boundaries, bool is_power_cut, std::int64_t away_ms) {
  if (!is_up()) return;
  is_power_cut_ = is_power_cut;
  away_ms_ = away_ms;
  disk_.cut_power_after(boundaries);
  if (boundaries == 0) die();
}

void Centre::step_clock(std::int64_t ms) {
  clock_.set_wall(clock_.now().wall_ms + ms);
  was_clock_stepped_ = true;
}

void Centre::put_back(const crash::CrashDisk::Image& image, std::int64_t away_ms) {
  service_.reset();
  erasures_.reset();
  store_.reset();
  disk_.put_back(image);
  ++rollbacks_;
  line_.in(away_ms, [this] { start(); });
}

bool Centre::roll_back(std::int64_t away_ms) {
  if (!image_ || !is_up()) return false;
  diary_.note(kWho, "is rolled back to an image of its disk");
  put_back(*image_, away_ms);
  return true;
}

bool Centre::write(const std::string& sql) {
  store::DatabaseOptions options;
  options.vfs = disk_.name();
  options.create = false;
  options.busy_timeout_ms = 0;
  auto db = store::Database::open(kDatabase, options);
  return db && db->exec(sql).ok();
}

// Nothing that tablets may forget is older than any image that is put back later.
void Centre::back_up() {
  if (!is_up()) return;
  crash::CrashDisk::Image copy = disk_.image();
  const bool is_told = write("UPDATE org SET backup_seq = seq");
  if (disk_.is_dead()) return die();
  if (!is_told) return;
  backup_ = copy;
  image_ = std::move(copy);
  diary_.note(kWho, "has a backup");
}

bool Centre::restore(std::int64_t away_ms) {
  if (!backup_ || !is_up()) return false;
  diary_.note(kWho, "is restored from its backup");
  disk_.go_on();  // no fault is planned for the new disk, and it is not full
  disk_.set_free_bytes(std::numeric_limits<std::uint64_t>::max());
  put_back(*backup_, away_ms);
  image_ = backup_;
  diary_.expect(write("UPDATE org SET epoch = X'" + hex_id(random_uuid(random_)) + "', backup_seq = seq"), "I1",
                "a backup cannot be restored");
  return true;
}

void Centre::heal() {
  is_healed_ = true;
  disk_.set_free_bytes(std::numeric_limits<std::uint64_t>::max());
  disk_.go_on();
  start();
}

std::string Centre::make_code(const std::string& kiosk, const std::string& site) {
  if (!is_up()) return {};
  const std::string code = server::random_code(random_);
  const server::Mac mac = server::keyed_mac(store_->identity().mac_key, code);
  const std::int64_t until = clock_.now().wall_ms + 600'000;
  const auto done = store_->write([&] { return store_->add_code({mac, kiosk, site, until}); });
  if (disk_.is_dead()) die();
  return done ? code : std::string();
}

std::int64_t Centre::push_n_of(const std::string& token) {
  const auto device = store_->device_by_token(server::token_mac(token));
  return device && *device ? (*device)->push_n : -1;
}

std::optional<server::Response> Centre::handle(const server::Request& request) {
  if (!is_up()) return std::nullopt;
  latest_ms_ = std::max(latest_ms_, clock_.now().wall_ms);
  const bool is_push = request.path == protocol::kPushPath;
  const std::int64_t push_n = is_push ? push_n_of(request.token) : 0;
  server::Response response = service_->handle(request);
  if (disk_.is_dead()) {
    die();
    return std::nullopt;
  }
  if (is_push) watch(request, response, push_n);
  const bool is_patience = response.status == 503 && response.body.find("full") != std::string::npos;
  diary_.expect(response.status < 500 || is_patience, "I13", "the centre answered " + response.body);
  return response;
}

void Centre::apply_organisation(std::uint64_t seed) {
  if (!is_up()) return;
  Luck luck(seed);
  std::string hosts;
  for (int i = 0; i < 4; ++i) {
    if (luck.chance(0.4)) continue;
    hosts += std::string(hosts.empty() ? "" : ",") + R"({"id":"h)" + std::to_string(i) + R"(","name":"Host )" +
             std::to_string(luck.between(1, 3)) + R"(","email":"host@example.org"})";
  }
  const auto applied =
      server::apply_organisation(*store_, clock_, random_, "{\"hosts\":[" + hosts + "]}", server::ApplyMode::apply);
  diary_.note(kWho, applied ? summary_of(*applied) : "could not apply a file");
  if (disk_.is_dead()) die();
}

void Centre::watch(const server::Request& request, const server::Response& response, std::int64_t push_n_before) {
  const std::int64_t push_n = push_n_of(request.token);
  const bool is_fork = protocol::query_value(request.query, "fork") == "1";
  diary_.expect(push_n >= push_n_before, "I11", "a push turned its tablet's counter back");
  diary_.expect(!is_fork || push_n == push_n_before, "I11", "a forked copy moved the counter of the other");
  if (response.status / 100 != 2) return;
  const auto head = store_->head();
  if (!head) return;
  // 16 bits of counter above the clock: a run makes far fewer ops than that in a millisecond.
  diary_.expect(head->hlc >> 16 <= latest_ms_, "I10", "the centre's stamps ran ahead of its clock");
}

}  // namespace foyer::simulation
