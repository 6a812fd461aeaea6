// The worker with a real database in a real folder; failures are made with the file system, not with fakes.
#include "kiosk/effects/effect_runner.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <utility>

#include "shared/domain/field_rules.h"
#include "shared/store/doorbell.h"
#include "shared/wire/document.h"
#include "tests/support/process.h"

namespace foyer::effects {
namespace {

namespace fs = std::filesystem;
constexpr auto kPatience = std::chrono::seconds(20);

domain::Op check_in(Random& random, const Instant& at, const std::string& email) {
  domain::CheckIn body;
  body.cid = time_uuid(random, at.wall_ms);
  body.email = email;
  body.fields.set["name"] = "Anna Schmidt";
  body.visit.id = time_uuid(random, at.wall_ms);
  return domain::make_check_in(time_uuid(random, at.wall_ms), at, std::move(body));
}

struct EffectRunnerTest : testing::Test {
  EffectRunnerTest() { fs::create_directories(run_dir); }

  std::unique_ptr<EffectRunner> make() {
    return std::make_unique<EffectRunner>(EffectRunnerOptions{dir, run_dir}, clock, random, [this] {
      const std::lock_guard lock(mutex);
      ++wakes;
      woken.notify_all();
    });
  }
  void submit(EffectRunner& runner, const domain::Op& op) {
    std::vector<app::Effect> effects;
    effects.push_back(app::Submit{std::make_unique<domain::Op>(op)});
    runner.start(std::move(effects));
  }
  void load_status(EffectRunner& runner) {
    std::vector<app::Effect> effects;
    effects.push_back(app::LoadStatus{});
    runner.start(std::move(effects));
  }
  // The next answer of type T; others are passed over.
  template <typename T>
  std::optional<T> next(EffectRunner& runner) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (true) {
      for (app::Event& event : runner.take_answers()) inbox.push_back(std::move(event));
      while (!inbox.empty()) {
        const app::Event event = std::move(inbox.front());
        inbox.erase(inbox.begin());
        if (const auto* found = std::get_if<T>(&event)) return *found;
      }
      std::unique_lock lock(mutex);
      if (!woken.wait_until(lock, end, [this] { return wakes > 0; })) return std::nullopt;
      wakes = 0;
    }
  }
  store::OutboxCounts counts() {
    auto opened = store::KioskStore::open(dir, clock, random);
    EXPECT_TRUE(opened.ok());
    return *opened->counts();
  }

  support::TempDir folder;
  const std::string dir = folder.path().string();
  const std::string run_dir = dir + "/run";
  SystemClock clock;
  SystemRandom random;
  std::mutex mutex;
  std::condition_variable woken;
  int wakes = 0;
  std::vector<app::Event> inbox;
};

TEST_F(EffectRunnerTest, ATypedNameThatIsOneHostsBecomesThatHost) {
  const Uuid zoe = random_uuid(random);
  {
    auto known = store::KioskStore::open(dir, clock, random);
    ASSERT_TRUE(known.ok());
    domain::Host host;
    host.name = "Zo\xC3\xAB Example";
    wire::PullPage page;
    page.epoch = "e1";
    page.cursor = "v3.e1.1.00aa";
    page.rows = {wire::document_row(domain::DocumentKind::host, zoe,
                                    to_json(domain::DocumentBody(host), wire::Audience::tablets), 1)};
    ASSERT_TRUE(known->apply_page(page, "").ok());
  }
  const auto runner = make();
  const auto body_after = [&](const std::string& typed) {
    domain::Op op = check_in(random, clock.now(), "anna@example.com");
    std::get<domain::CheckIn>(op.body).visit.host = typed;
    submit(*runner, op);
    const auto stored = next<app::Submitted>(*runner);
    EXPECT_TRUE(stored && !stored->fault);
    auto db = store::Database::open(dir + "/kiosk.db");
    auto find = db->prepare("SELECT body FROM op WHERE op_id = ?");
    find.bind(op.id);
    return find.next() ? find.text(0) : std::string();
  };
  const std::string found = body_after(" ZOE  example");
  EXPECT_NE(found.find("\"host_id\":\"" + zoe.text()), std::string::npos) << found;
  EXPECT_NE(found.find("\"host\":\"ZOE  example\""), std::string::npos) << "what was typed stays";
  EXPECT_EQ(body_after("Zoe").find("host_id"), std::string::npos);
}

TEST_F(EffectRunnerTest, StoresAnOpAndSaysSo) {
  auto runner = make();
  const domain::Op op = check_in(random, clock.now(), "anna@example.com");
  submit(*runner, op);
  const auto answer = next<app::Submitted>(*runner);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->op_id, op.id);
  EXPECT_EQ(answer->fault, std::nullopt);
  EXPECT_EQ(counts().pending, 1);
}

TEST_F(EffectRunnerTest, TheSameOpTwiceIsOne) {
  auto runner = make();
  const domain::Op op = check_in(random, clock.now(), "anna@example.com");
  submit(*runner, op);
  submit(*runner, op);
  EXPECT_EQ(next<app::Submitted>(*runner)->fault, std::nullopt);
  EXPECT_EQ(next<app::Submitted>(*runner)->fault, std::nullopt);
  EXPECT_EQ(counts().pending, 1);
}

// After an attempt that failed nobody knows whether its visit is on disk: taking it back is right either way.
TEST_F(EffectRunnerTest, AVisitIsTakenBackWhetherItIsThereOrNot) {
  auto runner = make();
  for (const bool is_there : {true, false}) {
    const domain::Op first = check_in(random, clock.now(), "anna@example.com");
    const Uuid visit = std::get<domain::CheckIn>(first.body).visit.id;
    if (is_there) submit(*runner, first);
    submit(*runner, domain::make_void(time_uuid(random, 1), first.chain, clock.now(), {visit}));
    submit(*runner, check_in(random, clock.now(), "anna@example.com"));
    for (int answers = is_there ? 3 : 2; answers > 0; --answers) {
      EXPECT_EQ(next<app::Submitted>(*runner)->fault, std::nullopt);
    }
    auto store = store::KioskStore::open(dir, clock, random);
    ASSERT_TRUE(store.ok());
    EXPECT_EQ(store->open_visits()->size(), is_there ? 1U : 2U) << "one for each confirmed check-in";
    EXPECT_EQ(store->contacts()->size(), 1U);
  }
}

TEST_F(EffectRunnerTest, CountsWhatWaits) {
  auto runner = make();
  EXPECT_EQ(next<app::StatusLoaded>(*runner)->pending, 0) << "the first one comes unasked";
  submit(*runner, check_in(random, clock.now(), "anna@example.com"));
  load_status(*runner);
  EXPECT_EQ(next<app::StatusLoaded>(*runner)->pending, 1);
}

TEST_F(EffectRunnerTest, RingsTheAgent) {
  auto bell = store::Doorbell::listen(run_dir, store::kBellOfAgent);
  ASSERT_TRUE(bell.ok());
  auto runner = make();
  submit(*runner, check_in(random, clock.now(), "anna@example.com"));
  EXPECT_TRUE(bell->wait(20'000));
}

TEST_F(EffectRunnerTest, HearsTheAgent) {
  auto runner = make();
  ASSERT_TRUE(next<app::StatusLoaded>(*runner));
  auto agents = store::KioskStore::open(dir, clock, random);
  ASSERT_TRUE(agents.ok());
  ASSERT_TRUE(agents->submit(check_in(random, clock.now(), "ben@example.com")).ok());
  store::ring(run_dir, store::kBellOfKiosk);
  EXPECT_EQ(next<app::StatusLoaded>(*runner)->pending, 1);
}

TEST_F(EffectRunnerTest, AFailedWriteIsToldAndTheNextOneWorks) {
  fs::create_directory(dir + "/kiosk.db");  // no database can be opened there
  auto runner = make();
  const domain::Op op = check_in(random, clock.now(), "anna@example.com");
  submit(*runner, op);
  const auto failed = next<app::Submitted>(*runner);
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->op_id, op.id);
  ASSERT_TRUE(failed->fault.has_value());
  fs::remove(dir + "/kiosk.db");
  submit(*runner, op);
  EXPECT_EQ(next<app::Submitted>(*runner)->fault, std::nullopt);
  EXPECT_EQ(counts().pending, 1);
}

TEST_F(EffectRunnerTest, AnInvalidOpIsRefusedAloneAndWiped) {
  auto runner = make();
  domain::Op bad = check_in(random, clock.now(), "anna@example.com");
  std::get<domain::CheckIn>(bad.body).fields.set["name"] = std::string("A\0B", 3);
  submit(*runner, bad);
  EXPECT_EQ(next<app::Submitted>(*runner)->fault, Fault::invalid);
  submit(*runner, check_in(random, clock.now(), "ben@example.com"));
  EXPECT_EQ(next<app::Submitted>(*runner)->fault, std::nullopt);
}

TEST_F(EffectRunnerTest, StaffAreToldWhileTheDatabaseCannotBeOpened) {
  fs::create_directories(fs::path(dir) / "kiosk.db");  // no file
  auto runner = make();
  const auto first = next<app::StatusLoaded>(*runner);
  ASSERT_TRUE(first);
  EXPECT_TRUE(first->needs_staff);
  fs::remove_all(fs::path(dir) / "kiosk.db");
  load_status(*runner);
  const auto later = next<app::StatusLoaded>(*runner);
  ASSERT_TRUE(later);
  EXPECT_FALSE(later->needs_staff);
}

TEST_F(EffectRunnerTest, ADamagedDatabaseIsSetAsideAndStaffAreTold) {
  const std::string damaged = "SQLite format 3 it is not" + std::string(8192, '?');
  std::ofstream(dir + "/kiosk.db", std::ios::binary) << damaged;
  auto runner = make();
  submit(*runner, check_in(random, clock.now(), "anna@example.com"));
  EXPECT_EQ(next<app::Submitted>(*runner)->fault, std::nullopt);
  load_status(*runner);
  EXPECT_TRUE(next<app::StatusLoaded>(*runner)->needs_staff);
  bool is_kept = false;
  for (const fs::directory_entry& entry : fs::directory_iterator(dir)) {
    if (entry.path().filename().string().rfind("kiosk.db.corrupt-", 0) != 0) continue;
    is_kept = is_kept || support::read_text(entry.path()) == damaged;
  }
  EXPECT_TRUE(is_kept) << "the damaged file is kept byte for byte";
}

TEST_F(EffectRunnerTest, ADatabaseThatIsDamagedWhileOpenIsSetAside) {
  auto runner = make();
  submit(*runner, check_in(random, clock.now(), "anna@example.com"));
  ASSERT_TRUE(next<app::Submitted>(*runner));
  // Wait until the log has been moved into the file, then overwrite all of it but the header.
  load_status(*runner);
  ASSERT_TRUE(next<app::StatusLoaded>(*runner));
  std::fstream file(dir + "/kiosk.db", std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(4096);
  file << std::string(1 << 20, '\xAA');
  file.close();
  auto other = store::KioskStore::open(dir, clock, random);  // its change makes ours read the file again
  submit(*runner, check_in(random, clock.now(), "ben@example.com"));
  const auto answer = next<app::Submitted>(*runner);
  ASSERT_TRUE(answer);
  if (answer->fault) {
    submit(*runner, check_in(random, clock.now(), "ben@example.com"));
    EXPECT_EQ(next<app::Submitted>(*runner)->fault, std::nullopt) << "the next attempt works at the latest";
  }
}

TEST_F(EffectRunnerTest, WhatWasHandedOverIsStoredBeforeTheEnd) {
  for (int i = 0; i < 20; ++i) {
    auto runner = make();
    submit(*runner, check_in(random, clock.now(), "anna" + std::to_string(i) + "@example.com"));
  }
  EXPECT_EQ(counts().pending, 20);
}

TEST_F(EffectRunnerTest, IsBusyUntilTheAnswerIsTaken) {
  auto runner = make();
  ASSERT_TRUE(next<app::StatusLoaded>(*runner));
  EXPECT_FALSE(runner->is_busy());
  submit(*runner, check_in(random, clock.now(), "anna@example.com"));
  EXPECT_TRUE(runner->is_busy());
  ASSERT_TRUE(next<app::Submitted>(*runner));
  EXPECT_FALSE(runner->is_busy());
}

}  // namespace
}  // namespace foyer::effects
