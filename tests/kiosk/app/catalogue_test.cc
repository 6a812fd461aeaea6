// Texts and catalogues: every sentence of kiosk/screens/texts.h in every language, with the same placeholders; and the
// reader, with good, missing and damaged files.
#include "kiosk/app/catalogue.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "kiosk/screens/texts.h"

namespace foyer::app {
namespace {

namespace fs = std::filesystem;
namespace texts = screens::texts;

const char* const kLanguages[] = {"en", "de"};
const fs::path kSource = FOYER_SOURCE_DIR;
const fs::path kCompiled = fs::path(FOYER_BUILD_DIR) / "assets" / "locale";

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream out;
  out << file.rdbuf();
  return out.str();
}

struct Sentence {
  std::string context, english, english_many;
};

// Every `Text kX{"context", "english"}` and `PluralText kX{"context", "one", "many"}` of the table.
std::vector<Sentence> all_sentences() {
  const std::string table = read(kSource / "kiosk" / "screens" / "texts.h");
  static const std::regex kEntry(R"re(Text k\w+\{\s*"([^"]+)",\s*"([^"]+)"(?:,\s*"([^"]+)")?\};)re");
  std::vector<Sentence> out;
  for (std::sregex_iterator it(table.begin(), table.end(), kEntry), end; it != end; ++it) {
    out.push_back({(*it)[1], (*it)[2], (*it)[3]});
  }
  return out;
}

// context \x04 msgid -> its translations, from the simple .po files of this project (one line per string).
std::map<std::string, std::vector<std::string>> read_po(const std::string& language) {
  std::istringstream file(read(kSource / "assets" / "locale" / (language + ".po")));
  static const std::regex kLine(R"re(^(\w+)(\[\d\])? "(.*)"$)re");
  std::map<std::string, std::vector<std::string>> out;
  std::string context, key;
  for (std::string line; std::getline(file, line);) {
    std::smatch match;
    if (!std::regex_match(line, match, kLine)) continue;
    if (match[1] == "msgctxt") context = match[3];
    if (match[1] == "msgid") key = context + '\x04' + match[3].str();
    if (match[1] == "msgstr" && !context.empty()) out[key].push_back(match[3]);
  }
  return out;
}

std::multiset<std::string> placeholders(const std::string& text) {
  static const std::regex kName(R"re(\{\w+\})re");
  std::multiset<std::string> out;
  for (std::sregex_iterator it(text.begin(), text.end(), kName), end; it != end; ++it) out.insert(it->str());
  return out;
}

TEST(Texts, TheTableIsFound) {
  EXPECT_GE(all_sentences().size(), 100U);
  std::size_t count = 0;
  const std::string table = read(kSource / "kiosk" / "screens" / "texts.h");
  for (std::size_t at = 0; (at = table.find("inline constexpr", at)) != std::string::npos; ++at) ++count;
  EXPECT_EQ(all_sentences().size(), count) << "an entry is written in a way this test does not read";
}

TEST(Texts, EverySentenceIsInEveryCatalogueWithTheSamePlaceholders) {
  for (const char* language : kLanguages) {
    const auto entries = read_po(language);
    for (const Sentence& sentence : all_sentences()) {
      const auto entry = entries.find(sentence.context + '\x04' + sentence.english);
      ASSERT_NE(entry, entries.end()) << language << ".po lacks " << sentence.context << ": " << sentence.english;
      EXPECT_EQ(entry->second.size(), sentence.english_many.empty() ? 1U : 2U) << sentence.english;
      for (const std::string& translation : entry->second) {
        EXPECT_FALSE(translation.empty()) << language << ": " << sentence.english;
        EXPECT_EQ(placeholders(translation), placeholders(sentence.english)) << language << ": " << translation;
      }
    }
  }
}

TEST(Texts, NoCatalogueHasMoreThanTheTable) {
  std::set<std::string> known;
  for (const Sentence& sentence : all_sentences()) known.insert(sentence.context + '\x04' + sentence.english);
  for (const char* language : kLanguages) {
    for (const auto& [key, translations] : read_po(language)) EXPECT_TRUE(known.count(key)) << language << ": " << key;
  }
}

TEST(Texts, SentencesStandInTheTableOnly) {
  static const std::regex kLiteral(R"re(\b(Plural)?Text\s*\w*\{\s*")re");
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(kSource / "kiosk")) {
    if (!entry.is_regular_file() || entry.path().filename() == "texts.h") continue;
    EXPECT_FALSE(std::regex_search(read(entry.path()), kLiteral)) << entry.path().filename();
  }
}

TEST(Texts, MsgfmtFindsNothingToSay) {
  for (const char* language : kLanguages) {
    const std::string po = (kSource / "assets" / "locale" / (std::string(language) + ".po")).string();
    EXPECT_EQ(std::system(("test -z \"$(msgfmt --check -o /dev/null '" + po + "' 2>&1)\"").c_str()), 0) << po;
  }
}

struct CatalogueTest : testing::Test {
  const std::vector<fs::path> folders = {kCompiled};
};

TEST_F(CatalogueTest, SpeaksSeveralLanguagesAtOnce) {
  const Catalogue catalogue(folders, {"en", "de"});
  EXPECT_TRUE(catalogue.missing().empty());
  EXPECT_EQ(catalogue.text("en", texts::kCheckIn), "Check in");
  EXPECT_EQ(catalogue.text("de", texts::kCheckIn), "Anmelden");
  EXPECT_EQ(catalogue.text("de", texts::kAttractTitle), "Willkommen");
}

TEST_F(CatalogueTest, FindsTheBuildsOwnFolder) {
  const Catalogue catalogue(Catalogue::default_folders(), {"de"});
  EXPECT_EQ(catalogue.text("de", texts::kBack), "Zurück");
}

TEST_F(CatalogueTest, FillsPlaceholdersOnce) {
  const Catalogue catalogue(folders, {"de"});
  EXPECT_EQ(catalogue.text("de", texts::kDoneCheckedInName, {{"name", "Anna"}}), "Sie sind angemeldet, Anna");
  EXPECT_EQ(catalogue.text("de", texts::kDoneCheckedInName, {{"name", "{name}"}}), "Sie sind angemeldet, {name}");
  EXPECT_EQ(catalogue.text("en", texts::kDoneCheckedInName), "You are checked in, {name}");
}

TEST_F(CatalogueTest, CountsInEachLanguage) {
  const Catalogue catalogue(folders, {"en", "de"});
  EXPECT_EQ(catalogue.plural("en", texts::kDoneClears, 1), "Screen clears in 1 second");
  EXPECT_EQ(catalogue.plural("en", texts::kDoneClears, 8), "Screen clears in 8 seconds");
  EXPECT_EQ(catalogue.plural("de", texts::kDoneClears, 1), "Anzeige verschwindet in 1 Sekunde");
  EXPECT_EQ(catalogue.plural("de", texts::kDoneClears, 0), "Anzeige verschwindet in 0 Sekunden");
}

TEST_F(CatalogueTest, AMissingCatalogueSpeaksEnglish) {
  const Catalogue catalogue(folders, {"en", "xx"});
  EXPECT_EQ(catalogue.missing(), std::vector<std::string>{"xx"});
  EXPECT_EQ(catalogue.text("xx", texts::kCheckIn), "Check in");
  EXPECT_EQ(catalogue.plural("xx", texts::kDoneClears, 2), "Screen clears in 2 seconds");
  EXPECT_EQ(catalogue.text("", texts::kCheckIn), "Check in");
}

TEST_F(CatalogueTest, ADamagedFileSpeaksEnglish) {
  const fs::path folder = fs::path(testing::TempDir()) / "foyer_damaged_locale";
  fs::create_directories(folder);
  const std::string good = read(kCompiled / "de.mo");
  ASSERT_GT(good.size(), 100U);
  for (const std::string& bytes : {std::string(), std::string("not a catalogue at all, but long enough"),
                                   good.substr(0, 20), good.substr(0, good.size() / 2)}) {
    std::ofstream(folder / "de.mo", std::ios::binary) << bytes;
    const Catalogue catalogue(std::vector<fs::path>{folder}, {"de"});
    EXPECT_FALSE(catalogue.text("de", texts::kCheckIn).empty());
  }
  fs::remove_all(folder);
}

}  // namespace
}  // namespace foyer::app
