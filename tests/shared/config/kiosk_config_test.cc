#include "shared/config/kiosk_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace foyer::config {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string refusal(std::string_view text) {
  const auto config = parse_kiosk_config(text, "kiosk.toml");
  if (config) return "accepted";
  EXPECT_EQ(config.error().fault, Fault::invalid);
  return config.error().detail;
}

TEST(KioskConfig, AMissingFileMeansDefaults) {
  const auto config = load_kiosk_config("/nonexistent/kiosk.toml");
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(*config, KioskConfig());
}

TEST(KioskConfig, AnEmptyFileMeansDefaults) { EXPECT_EQ(*parse_kiosk_config("", "kiosk.toml"), KioskConfig()); }

TEST(KioskConfig, ReadsEverySetting) {
  const auto config = parse_kiosk_config(R"(
organisation = "Haus der Ämter"
languages = ["de", "en", "pt_BR"]
theme = "high_contrast"
text_scale = 1.6
chips = ["example.org"]
long_press_ms = 300
reduce_motion = true
[reasons]
tour = false
[timeouts_ms]
home = 1000
done = 2000
)",
                                         "kiosk.toml");
  ASSERT_TRUE(config.ok()) << config.error().detail;
  KioskConfig expected;
  expected.organisation = "Haus der Ämter";
  expected.languages = {"de", "en", "pt_BR"};
  expected.theme = ThemeName::high_contrast;
  expected.text_scale = 1.6;
  expected.chips = {"example.org"};
  expected.long_press_ms = 300;
  expected.reduce_motion = true;
  expected.reasons.tour = false;
  expected.timeouts.home_ms = 1000;
  expected.timeouts.done_ms = 2000;
  EXPECT_EQ(*config, expected);
}

TEST(KioskConfig, NamesFileAndLineAndWhatToWrite) {
  EXPECT_EQ(refusal("organisation = \"A\"\ntheme = \"blue\"\n"),
            "kiosk.toml:2: theme = \"blue\" is not possible; write one of \"light\", \"dark\", \"high_contrast\"");
  EXPECT_EQ(refusal("text_scale = 9"), "kiosk.toml:1: text_scale = 9 is not possible; write a number from 1 to 2");
}

TEST(KioskConfig, SuggestsTheKeyThatWasMeant) {
  EXPECT_EQ(refusal("\n\nthme = \"dark\""),
            "kiosk.toml:3: unknown setting \"thme\"; write \"theme\" or remove the line");
  EXPECT_THAT(refusal("[timeouts_ms]\nhom = 1000"), HasSubstr("write \"timeouts_ms.home\""));
  EXPECT_THAT(refusal("zzzzzzzzzzzzz = 1"), HasSubstr("write one of: organisation"));
}

TEST(KioskConfig, RefusesWhatIsNotToml) {
  EXPECT_THAT(refusal("a = 1\nb = = 2"), StartsWith("kiosk.toml:2: not TOML"));
}

TEST(KioskConfig, RefusesBadValuesOfEachKind) {
  EXPECT_THAT(refusal("organisation = \"\""), HasSubstr("1 to 120 bytes"));
  EXPECT_THAT(refusal("organisation = \"a\\u0007\""), HasSubstr("control characters"));
  EXPECT_THAT(refusal("organisation = 7"), HasSubstr("a text in quotes"));
  EXPECT_THAT(refusal("languages = []"), HasSubstr("a list of 1 to 24"));
  EXPECT_THAT(refusal("languages = [\"english\"]"), HasSubstr("such as \"de\""));
  EXPECT_THAT(refusal("languages = [\"de\", \"de\"]"), HasSubstr("different texts"));
  EXPECT_THAT(refusal("chips = [\"@gmx.de\"]"), HasSubstr("a domain such as"));
  EXPECT_THAT(refusal("chips = [1, 2]"), HasSubstr("a list of 0 to 8"));
  EXPECT_THAT(refusal("reduce_motion = 1"), HasSubstr("true or false"));
  EXPECT_THAT(refusal("long_press_ms = 400.5"), HasSubstr("a whole number from 300 to 1000"));
  EXPECT_THAT(refusal("timeouts_ms.home = 0"), HasSubstr("a whole number from 50"));
  EXPECT_THAT(refusal("text_scale = nan"), HasSubstr("a number from 1 to 2"));
  EXPECT_THAT(refusal("theme = 2026-01-01"), HasSubstr("one of"));
  EXPECT_THAT(refusal("reasons = true"), HasSubstr("unknown setting \"reasons\""));
}

TEST(KioskConfig, RefusesAFolderInPlaceOfTheFile) {
  const auto config = load_kiosk_config("/");
  ASSERT_FALSE(config.ok());
  EXPECT_THAT(config.error().detail, StartsWith("/: cannot be read"));
}

TEST(KioskConfig, RefusesAnEndlessFile) {
  const auto config = load_kiosk_config("/dev/zero");
  ASSERT_FALSE(config.ok());
  EXPECT_THAT(config.error().detail, HasSubstr("larger than"));
}

TEST(KioskConfig, TheSampleInAssetsIsItsDescription) {
  std::ostringstream sample;
  sample << std::ifstream(std::string(FOYER_SOURCE_DIR) + "/assets/kiosk.toml.example").rdbuf();
  EXPECT_EQ(sample.str(), describe_kiosk_config());
}

TEST(KioskConfig, DescribesEverySettingAsAFileThatIsAccepted) {
  std::string text = describe_kiosk_config();
  EXPECT_THAT(text, HasSubstr("# theme = \"light\""));
  EXPECT_THAT(text, HasSubstr("[timeouts_ms]"));
  // Every commented-out setting, switched on, is the default.
  std::string live;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::string line = text.substr(at, end - at);
    at = end + 1;
    live += (line.starts_with("# ") && line.find(" = ") != std::string::npos ? line.substr(2) : line) + "\n";
  }
  const auto config = parse_kiosk_config(live, "described");
  ASSERT_TRUE(config.ok()) << config.error().detail << live;
  EXPECT_EQ(*config, KioskConfig());
}

}  // namespace
}  // namespace foyer::config
