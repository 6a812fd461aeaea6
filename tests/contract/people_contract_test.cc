// What staff do to contacts, over every ServerStore: from the request to what the exports show.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "shared/wire/feed_row.h"
#include "tests/contract/open_store.h"
#include "tests/support/server_fixture.h"

namespace foyer::server {
namespace {

using support::cid_of;

class PeopleContract : public ::testing::TestWithParam<Kind> {
 protected:
  PeopleContract() : open_(open_store(GetParam())), centre_(open_->store()) {}

  // REGISTER=TEXT, or the register alone when it was cleared.
  std::multiset<std::string> written_to(const Uuid& root) {
    std::multiset<std::string> written;
    EXPECT_TRUE(open_->store().read([&]() -> Result<void> {
      Snapshot snapshot;
      Keys keys;
      keys.histories = {root};
      if (auto loaded = open_->store().load(keys, snapshot); !loaded) return loaded;
      for (const Writing& row : snapshot.histories.at(root)) {
        EXPECT_TRUE(row.by);
        for (const auto& [name, text] : row.fields) written.insert(text ? name + "=" + *text : name);
      }
      return {};
    }));
    return written;
  }

  std::unique_ptr<OpenStore> open_;
  support::TestCentre centre_;
};

TEST_P(PeopleContract, StaffMergeSeparateAndErase) {
  support::Tablet tablet = centre_.enrol("Front desk");
  const auto visitor = [&](std::uint64_t number, const std::string& email) {
    centre_.clock.turn(1000);
    centre_.push(tablet, {support::check_in(number, cid_of(number), email, {{"name", "Ann"}}, centre_.clock.now())});
  };
  visitor(1, "ann@example.com");
  visitor(2, "ann@work.example");
  visitor(3, "ann@work.example");
  const auto before = centre_.contacts();
  EXPECT_EQ(centre_.act(cid_of(1), "merge", R"(,"with":")" + cid_of(3).text() + "\"").status, 200);
  ASSERT_EQ(centre_.contacts().size(), 1U);
  EXPECT_EQ(centre_.contacts()[0].visits, 3);
  EXPECT_EQ(centre_.act(cid_of(1), "unmerge").status, 200);
  ASSERT_EQ(centre_.contacts().size(), 2U);
  EXPECT_EQ(to_json(centre_.contacts()[0]), to_json(before[0]));
  EXPECT_EQ(to_json(centre_.contacts()[1]), to_json(before[1]));
  EXPECT_EQ(centre_.act(cid_of(3), "correct-email", R"(,"email":"ann@home.example")").status, 200);
  EXPECT_EQ(centre_.contacts()[1].email_key, "ann@home.example");
  EXPECT_EQ(centre_.act(cid_of(3), "edit", R"(,"set":{"phone":"17"},"clear":["company"])").status, 200);
  EXPECT_EQ(centre_.contacts()[1].phone, "17");
  EXPECT_EQ(written_to(cid_of(2)),
            (std::multiset<std::string>{"email:ann@work.example=ann@work.example", "name=Ann",
                                        "email:ann@work.example=ann@work.example", "name=Ann",
                                        "email:ann@home.example=ann@home.example", "staff:phone=17", "staff:company"}));
  EXPECT_EQ(centre_.act(cid_of(3), "erase").status, 200);
  EXPECT_TRUE(written_to(cid_of(2)).empty());
  EXPECT_EQ(written_to(cid_of(1)).size(), 2U);
  ASSERT_EQ(centre_.contacts().size(), 1U);
  EXPECT_EQ(std::ranges::count_if(centre_.visits(), [](const auto& line) { return !line.contact_id; }), 2);
  visitor(5, "ann@home.example");
  EXPECT_EQ(centre_.contacts().size(), 2U) << "a sign-in after an erasure has a live contact";
  EXPECT_EQ(centre_.act(cid_of(3), "erase").status, 404);
}

TEST_P(PeopleContract, StaffSettleWhatIsOpenPageByPage) {
  support::Tablet tablet = centre_.enrol("Front desk");
  const std::string token = centre_.staff_token("Office");
  const auto visitor = [&](std::uint64_t number, const std::string& email, const std::string& name) {
    centre_.clock.turn(1000);
    centre_.push(tablet, {support::check_in(number, cid_of(number), email, {{"name", name}}, centre_.clock.now())});
  };
  const auto open = [&](const std::string& query) {
    const Response page = centre_.call("GET", "/v1/staff/reviews", {}, token, query);
    EXPECT_EQ(page.status, 200);
    return page.body;
  };
  visitor(1, "ann@example.com", "Ann Lee");
  visitor(2, "ann@example.com", "Bob Stone");
  visitor(3, "cat@example.com", "Cat");
  EXPECT_EQ(centre_.act(cid_of(3), "edit", R"(,"set":{"name":"Cat Wood"})").status, 200);
  visitor(4, "cat@example.com", "Kitty");
  const auto rows = centre_.page(tablet, "").rows;
  std::vector<wire::FeedRow> reviews;
  for (const auto& row : rows) {
    if (row.kind == wire::kReviewKind) reviews.push_back(row);
  }
  ASSERT_EQ(reviews.size(), 2U);
  EXPECT_EQ(open(""),
            R"({"reviews":[)" + row_to_json(reviews[0]) + "," + row_to_json(reviews[1]) + R"(],"more":false})");
  EXPECT_EQ(open("limit=1"), R"({"reviews":[)" + row_to_json(reviews[0]) + R"(],"more":true})");
  EXPECT_EQ(open("limit=1&after=" + std::to_string(reviews[0].seq)),
            R"({"reviews":[)" + row_to_json(reviews[1]) + R"(],"more":false})");
  const auto settle = [&](const wire::FeedRow& row, const std::string& body) {
    return centre_.call("POST", "/v1/staff/reviews/" + row.id + "/settle", body, token);
  };
  const std::string act = R"({"act":")" + support::id_of(0xAC, 9).text() + R"(","decision":"accept"})";
  const Response settled = settle(reviews[1], act);
  EXPECT_EQ(settled.status, 200);
  EXPECT_EQ(settle(reviews[1], act).body, settled.body) << "the same act again";
  EXPECT_EQ(centre_.contacts()[1].name, "Kitty");
  EXPECT_EQ(centre_.act(cid_of(1), "erase").status, 200);
  EXPECT_EQ(open(""), R"({"reviews":[],"more":false})");
  for (const auto& row : centre_.page(tablet, "").rows) {
    if (row.kind != wire::kReviewKind) continue;
    EXPECT_NE(row.d.find(R"("detail":null)"), std::string::npos) << row.d;
  }
}

TEST_P(PeopleContract, ShowWhatAPersonSaidAndSigned) {
  support::Tablet tablet = centre_.enrol("Front desk");
  const auto push = [&](const domain::Op& op) {
    centre_.clock.turn(1000);
    return centre_.push(tablet, {op}).results.at(0).outcome;
  };
  const auto now = [&] { return centre_.clock.now(); };
  const auto shown = [&] {
    return centre_.call("GET", "/v1/staff/contacts/" + cid_of(1).text(), {}, centre_.staff_token("X")).body;
  };
  push(support::check_in(1, cid_of(1), "ann@example.com", {{"name", "Ann"}}, now()));
  EXPECT_NE(shown().find(R"("consents":[],"agreements":[])"), std::string::npos);
  EXPECT_EQ(push(support::consent(2, cid_of(1), true, {}, now())), wire::OpOutcome::applied);
  EXPECT_EQ(push(support::consent(3, cid_of(3), false, "ann@example.com", now())), wire::OpOutcome::applied);
  const std::string hash(64, 'a');
  const auto nda = domain::make_agreement(support::op_id(4), now(), {cid_of(1), std::nullopt, "nda", "v1", hash});
  EXPECT_EQ(push(nda), wire::OpOutcome::applied);
  const std::string body = shown();
  EXPECT_NE(body.find(R"("consents":[{"kind":"marketing","given":false,"wording":"2026-03","at":)"), std::string::npos);
  EXPECT_NE(body.find(R"("agreements":[{"kind":"nda","wording":"v1","signature":")" + hash + "\""), std::string::npos);
  EXPECT_EQ(push(nda), wire::OpOutcome::duplicate);
  EXPECT_EQ(centre_.act(cid_of(1), "erase").status, 200);
  EXPECT_EQ(shown(), R"({"contacts":[]})");
}

INSTANTIATE_TEST_SUITE_P(Stores, PeopleContract, ::testing::Values(Kind::memory, Kind::sqlite, Kind::postgres),
                         [](const auto& suite) { return name_of(suite.param); });

}  // namespace
}  // namespace foyer::server
