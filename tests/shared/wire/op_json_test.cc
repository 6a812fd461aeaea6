#include "shared/wire/op_json.h"

#include <gtest/gtest.h>

#include "tests/shared/wire/sample.h"

namespace foyer::wire {
namespace {

TEST(OpJson, GoesThereAndBack) {
  for (const auto& op : {sample::check_in(), sample::edit(), sample::out(), sample::undo(), sample::reopen(),
                         sample::consent(), sample::agreement(), sample::unknown()}) {
    const auto back = parse_op(to_json(op));
    ASSERT_TRUE(back.ok()) << op.type;
    EXPECT_EQ(*back, op);
    EXPECT_EQ(to_json(*back), to_json(op));
  }
}

TEST(OpJson, IsWhatTheProtocolSays) {
  EXPECT_EQ(
      to_json(sample::undo()),
      R"({"id":"0190a1b2-c3d4-7e5f-8a9b-000000000018","chain":"0190a1b2-c3d4-7e5f-8a9b-000000000012","type":"void",)"
      R"("v":1,"at":{"boot":"0190a1b2-c3d4-7e5f-8a9b-000000000011","mono":811000,"wall":1781234566545},)"
      R"("body":{"visit_id":"0190a1b2-c3d4-7e5f-8a9b-000000000013"}})");
  EXPECT_NE(to_json(sample::check_in()).find(R"("name":{"full":"Ann \"A\" Lee"})"), std::string::npos);
}

TEST(OpJson, ADeclarationSaysWhatItIsAbout) {
  for (const auto& [type, body] : std::vector<std::pair<std::string, std::string>>{
           {"consent", R"({"cid":"0190a1b2-c3d4-7e5f-8a9b-000000000012","kind":"marketing","wording":"1"})"},
           {"consent", R"({"cid":"0190a1b2-c3d4-7e5f-8a9b-000000000012","kind":"m","wording":"1","given":"yes"})"},
           {"consent", R"({"cid":"0190a1b2-c3d4-7e5f-8a9b-000000000012","wording":"1","given":true})"},
           {"agreement", R"({"kind":"nda","wording":"1"})"},
           {"reopen", R"({"visit_id":"0190a1b2-c3d4-7e5f-8a9b-000000000012"})"}}) {
    EXPECT_FALSE(parse_body(type, 1, body).ok()) << body;
    EXPECT_TRUE(parse_body(type, 2, body).ok()) << "kept for a newer version";
  }
}

TEST(OpJson, AnUnknownBodyIsKeptByteForByte) {
  const auto op = sample::unknown();
  EXPECT_EQ(std::get<domain::UnknownBody>(parse_op(to_json(op))->body).json,
            std::get<domain::UnknownBody>(op.body).json);
}

TEST(OpJson, ANewerVersionOfAKnownTypeIsUnknown) {
  auto op = sample::undo();
  op.v = 2;
  EXPECT_TRUE(std::holds_alternative<domain::UnknownBody>(parse_op(to_json(op))->body));
}

TEST(OpJson, UnknownMembersOfAKnownBodyAreIgnored) {
  std::string json = to_json(sample::undo());
  json.replace(json.find("{\"visit_id\""), 1, "{\"zz\":[{}],");
  EXPECT_EQ(*parse_op(json), sample::undo());
}

TEST(OpJson, NamesTheMemberThatIsWrongAndNeverItsValue) {
  const struct {
    const char* from;
    const char* to;
    const char* member;
  } cases[] = {{"\"id\":\"0190", "\"id\":\"secret", "id"},
               {"\"v\":1", "\"v\":0", "v"},
               {"\"v\":1", "\"v\":1.5", "v"},
               {"\"v\":1", "\"v\":99999999999999999999", "v"},
               {"\"mono\":811000", "\"mono\":\"secret\"", "at"},
               {"\"email\":\"Ann@X.com\"", "\"email\":17", "email"},
               {"\"seen_seq\":4411", "\"seen_seq\":\"secret\"", "seen_seq"},
               {"\"company\":\"ACME", "\"company\":17,\"x\":\"secret", "set"},
               {"[\"phone\"]", "[17]", "clear"},
               {"\"meeting\"", "\"secret\"", "visit"},
               {"\"type\":\"check_in\"", "\"type\":\"\"", "type"},
               {"\"body\":{", "\"body\":[],\"x\":{", "body"}};
  for (const auto& wrong : cases) {
    std::string json = to_json(sample::check_in());
    const auto found = json.find(wrong.from);
    ASSERT_NE(found, std::string::npos) << wrong.from;
    json.replace(found, std::string(wrong.from).size(), wrong.to);
    const auto op = parse_op(json);
    ASSERT_FALSE(op.ok()) << wrong.to;
    EXPECT_EQ(op.error().fault, Fault::invalid);
    EXPECT_EQ(op.error().detail.find(wrong.member), 0U) << op.error().detail;
    EXPECT_EQ(op.error().detail.find("secret"), std::string::npos);
  }
}

TEST(OpJson, ACheckOutNamesAVisitOrAnEmail) {
  auto op = sample::out();
  op.body = domain::CheckOut{};
  EXPECT_FALSE(parse_op(to_json(op)).ok());
}

}  // namespace
}  // namespace foyer::wire
