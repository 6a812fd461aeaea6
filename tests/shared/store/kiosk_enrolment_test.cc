// Who a tablet is, when its database is set aside and when staff take its access away.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/shared/store/kiosk_fixture.h"

namespace foyer::store {
namespace {

class KioskEnrolmentTest : public KioskFixture {
 protected:
  KioskEnrolmentTest() {
    who_ = {new_id(), new_id(), "Org", "Front desk", "", std::string(64, 'a'), "https://foyer.example.org", ""};
    EXPECT_TRUE(store_.enrol(who_, "e1", 1).ok());
  }
  std::string path(const std::string& name = "kiosk.db") const { return dir_.path() + "/" + name; }
  void answer_all(std::int64_t seq) {
    const auto push = *store_.begin_push();
    ASSERT_TRUE(store_.record_results(push.push_id, reply_to(push, seq)).ok());
  }
  // Everything that stands in the folder's files.
  std::string bytes() const {
    std::string all;
    for (const auto& file : std::filesystem::directory_iterator(dir_.path())) {
      std::ifstream in(file.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all;
  }
  Enrolment who_;
};

TEST_F(KioskEnrolmentTest, ADatabaseThatIsSetAsideLeavesItsEnrolmentBehind) {
  for (int i = 0; i < 300; ++i) submitted(check_in("p" + std::to_string(i) + "@example.com"));
  const auto pushed = *store_.begin_push();
  {
    auto db = Database::open(path());
    ASSERT_TRUE(db->checkpoint_and_truncate().ok());
  }
  const auto size = std::filesystem::file_size(path());
  {
    std::fstream file(path(), std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(size / 2));
    file << std::string(static_cast<std::size_t>(size / 4), '\x5a');
  }
  KioskStoreOptions checked;
  checked.check = true;
  const auto state = KioskStore::open(dir_.path(), clock_, random_, checked)->sync_state();
  EXPECT_NE(state->set_aside, "");
  ASSERT_TRUE(state->enrolment.has_value());
  EXPECT_EQ(state->enrolment->device, who_.device);
  EXPECT_EQ(state->enrolment->token, who_.token);
  EXPECT_EQ(state->enrolment->server_url, who_.server_url);
  EXPECT_GT(state->push_n, pushed.push_n) << "or the centre takes it for a copy";
  EXPECT_FALSE(std::filesystem::exists(path("kiosk.db.salvage")));
}

TEST_F(KioskEnrolmentTest, AFileThatCannotBeReadLeavesNone) {
  std::ofstream(path(), std::ios::binary | std::ios::trunc) << "not a database" << std::string(5000, '?');
  std::filesystem::remove(path("kiosk.db-wal"));
  const auto state = KioskStore::open(dir_.path(), clock_, random_)->sync_state();
  EXPECT_NE(state->set_aside, "");
  EXPECT_FALSE(state->enrolment.has_value());
}

TEST_F(KioskEnrolmentTest, ARevokedTabletShowsNobodyAndCapturesOn) {
  const auto op = submitted(check_in("ann@example.com"));
  ASSERT_TRUE(store_.set_revoked(new_id()).ok());
  EXPECT_FALSE(store_.sync_state()->revoked) << "the answer to another self";
  ASSERT_TRUE(store_.set_revoked(who_.device).ok());
  submitted(check_in("bob@example.com"));
  EXPECT_TRUE(store_.contacts()->empty());
  EXPECT_TRUE(store_.open_visits()->empty());
  EXPECT_FALSE(store_.contact_by_email("ann@example.com")->has_value());
  EXPECT_FALSE(store_.visit(visit_of(op))->has_value());
  EXPECT_EQ(store_.counts()->pending, 2);
}

TEST_F(KioskEnrolmentTest, AWipeWaitsForTheOutboxAndLeavesNoByte) {
  submitted(check_in("ann@example.com", {{"name", "Ann Lee"}}));
  ASSERT_TRUE(apply(page({contact_row(new_id(), "carl@example.org", {{"name", "Carl Jung"}}, 1, 3)}, 3)).ok());
  ASSERT_TRUE(store_.set_revoked(who_.device).ok());
  EXPECT_EQ(store_.wipe().error().fault, Fault::conflict);
  EXPECT_EQ(store_.counts()->pending, 1);
  answer_all(4);
  ASSERT_TRUE(store_.wipe().ok());
  const auto state = store_.sync_state();
  EXPECT_FALSE(state->enrolment.has_value());
  EXPECT_TRUE(state->revoked);
  EXPECT_EQ(state->cursor, "");
  for (const std::string& text : {std::string("Ann Lee"), std::string("ann@example.com"), std::string("Carl Jung"),
                                  std::string("carl@example.org"), who_.token}) {
    EXPECT_EQ(bytes().find(text), std::string::npos) << text;
  }
}

TEST_F(KioskEnrolmentTest, WhatTheCentreDoesNotTakeIsShownToItBeforeAWipe) {
  const auto op = submitted(check_in("ann@example.com"));
  submitted(void_of(op));
  ASSERT_TRUE(store_.park(op.id, kServerError).ok());
  ASSERT_TRUE(store_.set_revoked(who_.device).ok());
  for (int letters = 0; letters < 2; ++letters) {
    EXPECT_FALSE(store_.wipe().ok());
    const auto letter = *store_.next_dead_letter();
    ASSERT_TRUE(letter.has_value());
    ASSERT_TRUE(store_.mark_reported(letter->id).ok());
  }
  EXPECT_TRUE(store_.wipe().ok());
}

TEST_F(KioskEnrolmentTest, EnrollingARevokedTabletShowsPeopleAgain) {
  submitted(check_in("ann@example.com"));
  ASSERT_TRUE(store_.set_revoked(who_.device).ok());
  who_.device = new_id();
  ASSERT_TRUE(store_.enrol(who_, "e1", 2).ok());
  EXPECT_EQ(store_.contacts()->size(), 1U);
  EXPECT_FALSE(store_.sync_state()->revoked);
}

}  // namespace
}  // namespace foyer::store
