// The same pushes leave the same contacts, visits and feed in every store.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>

#include "shared/wire/export_lines.h"
#include "tests/contract/open_store.h"
#include "tests/support/server_fixture.h"

namespace foyer::server {
namespace {

constexpr int kBatches = 25;

unsigned seed() {
  const char* given = std::getenv("FOYER_SEED");
  return given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
}

// What tablets do all day with few people and fewer addresses, so that they meet.
class Day {
 public:
  Day(ServerStore& store, unsigned seed) : centre_(store), random_(seed) {}

  // Everything that shows afterwards, a line each.
  std::vector<std::string> run() {
    std::vector<support::Tablet> tablets = {centre_.enrol("Front desk"), centre_.enrol("Back door")};
    for (int batch = 0; batch < kBatches; ++batch) {
      std::vector<domain::Op> ops;
      for (std::size_t i = draw(8) + 1; i > 0; --i) ops.push_back(any_op());
      centre_.push(tablets[draw(tablets.size())], ops);
      centre_.clock.turn(static_cast<std::int64_t>(draw(5'000)));
    }
    std::vector<std::string> lines;
    for (const auto& line : centre_.contacts()) lines.push_back(wire::to_json(line));
    for (const auto& line : centre_.visits()) lines.push_back(wire::to_csv(line));
    for (const auto& row : centre_.page(tablets[0], "").rows) {
      lines.push_back(row.kind + " " + row.id + " " + row.d);
    }
    std::ranges::sort(lines);  // rows of one commit come in any order
    return lines;
  }

 private:
  std::size_t draw(std::size_t below) { return random_() % below; }
  std::string email() { return draw(4) == 0 ? "" : "p" + std::to_string(draw(5)) + "@example.com"; }

  domain::Op any_op() {
    const std::uint64_t number = ++number_;
    const Uuid cid = support::cid_of(draw(9) + 1);
    const Instant at = centre_.clock.now();
    const std::string text = "T" + std::to_string(draw(4));
    switch (draw(9)) {
      case 0: return support::contact_edit(number, cid, email(), {{{"phone", text}}, {}}, at);
      case 1: return support::contact_edit(number, cid, email(), {{}, {"phone"}}, at);
      case 2: return support::check_out(number, "p" + std::to_string(draw(5)) + "@example.com", at);
      case 3: return support::void_visit(number, support::visit_id(draw(number) + 1), at);
      case 4: return support::reopen(number, support::visit_id(draw(number) + 1), support::op_id(draw(number) + 1), at);
      case 5: return support::consent(number, cid, draw(2) == 0, email(), at);
      default: return support::check_in(number, cid, email(), {{"name", text}, {"company", text}}, at);
    }
  }

  support::TestCentre centre_;
  std::mt19937 random_;
  std::uint64_t number_ = 0;
};

TEST(Stores, HoldTheSameAfterTheSamePushes) {
  const unsigned chosen = seed();
  SCOPED_TRACE("FOYER_SEED=" + std::to_string(chosen));
  std::vector<std::vector<std::string>> shown;
  for (const Kind kind : {Kind::memory, Kind::sqlite, Kind::postgres}) {
    const auto open = open_store(kind);
    shown.push_back(Day(open->store(), chosen).run());
  }
  EXPECT_GT(shown[0].size(), 20U);
  EXPECT_EQ(shown[1], shown[0]);
  EXPECT_EQ(shown[2], shown[0]);
}

}  // namespace
}  // namespace foyer::server
