#include "shared/config/server_config.h"

#include "shared/config/settings.h"

namespace foyer::config {
namespace {

using C = ServerConfig;

// What is behind the prefix is for who opens it to say.
bool is_database(std::string_view text) {
  return text == kSqlite || text.starts_with("postgresql://") || text.starts_with("postgres://");
}

// Who signs in stands in mail.user, so that no address of ours holds a password.
bool is_mail_url(std::string_view text) {
  return text.empty() || ((text.starts_with("smtp://") || text.starts_with("smtps://")) &&
                          text.find('@') == std::string_view::npos && text.size() <= 300);
}

bool is_password(std::string_view text) { return text.size() <= 300 && text.find('\n') == std::string_view::npos; }

std::vector<Setting<C>> settings() {
  return {
      {"organisation", Text<C>{[](C& c) -> std::string& { return c.organisation; }, 1, 120},
       "The organisation's name, as staff read it."},
      {"database",
       Secret<C>{[](C& c) -> std::string& { return c.database; }, &is_database,
                 "\"sqlite\" or \"postgresql://USER:PASSWORD@HOST:PORT/DATABASE\""},
       "Where the centre keeps everything; \"sqlite\" is server.db in the data folder. With a password here: chmod "
       "600."},
      {"enrol.code_minutes", Whole<C>{[](C& c) -> std::int64_t& { return c.enrol_code_minutes; }, 1, 60},
       "How long a code of enrol-code can be used."},
      {"limits.push_ops", Whole<C>{[](C& c) -> std::int64_t& { return c.limits.push_ops_max; }, 1, 1'000},
       "Ops in one push; the organisation's lock is held for one push."},
      {"limits.push_bytes", Whole<C>{[](C& c) -> std::int64_t& { return c.limits.push_bytes_max; }, 65'536, 16'777'216},
       "Bytes of one push."},
      {"limits.pull_rows", Whole<C>{[](C& c) -> std::int64_t& { return c.limits.pull_rows_max; }, 1, 5'000},
       "Rows in one page of the feed."},
      {"limits.poll_s", Whole<C>{[](C& c) -> std::int64_t& { return c.limits.poll_s_max; }, 0, 55},
       "How long a tablet's request for news is held open; many proxies cut an idle request after 30 to 60."},
      {"limits.connections", Whole<C>{[](C& c) -> std::int64_t& { return c.limits.connections_max; }, 16, 65'536},
       "Connections open at once."},
      {"mail.url",
       Secret<C>{[](C& c) -> std::string& { return c.mail.url; }, &is_mail_url,
                 "\"smtp://mail.example.com:587\" or \"smtps://mail.example.com\""},
       "The mail server that tells hosts of their visitors; empty: hosts are not told. Unless it is this machine it "
       "has "
       "to offer TLS."},
      {"mail.from", Text<C>{[](C& c) -> std::string& { return c.mail.from; }, 0, 254},
       "The address that messages to hosts come from."},
      {"mail.user", Text<C>{[](C& c) -> std::string& { return c.mail.user; }, 0, 254},
       "Who signs in to the mail server; empty: nobody."},
      {"mail.password",
       Secret<C>{[](C& c) -> std::string& { return c.mail.password; }, &is_password, "a text in quotes"},
       "That user's password."},
      {"mail.password_file", Text<C>{[](C& c) -> std::string& { return c.mail.password_file; }, 0, 4'000},
       "A file whose first line is the password, instead of mail.password; in the data folder unless it begins with "
       "/."},
      {"mail.ca", Text<C>{[](C& c) -> std::string& { return c.mail.ca; }, 0, 4'000},
       "A PEM file with the authority of the mail server's certificate; empty: the machine's authorities."},
      {"mail.age_max_minutes", Whole<C>{[](C& c) -> std::int64_t& { return c.mail.age_max_minutes; }, 1, 10'080},
       "A visit that is older when its turn comes is not told any more."},
  };
}

}  // namespace

Result<ServerConfig> parse_server_config(std::string_view text, std::string_view file) {
  return parse_settings(settings(), text, file);
}

Result<ServerConfig> load_server_config(const std::filesystem::path& file) {
  auto text = read_settings_file(file);
  if (!text) return text.error();
  return parse_server_config(*text, file.string());
}

std::string describe_server_config() { return describe_settings(settings()); }

}  // namespace foyer::config
