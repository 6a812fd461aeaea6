#include "sync/server/mail_options.h"

#include <fstream>
#include <string>
#include <utility>

#include "shared/domain/email.h"

namespace foyer::server {
namespace {

Error wrong(const store::DataDir& dir, const std::string& what) {
  return {Fault::invalid, dir.file("server.toml") + ": " + what};
}

std::string in_folder(const store::DataDir& dir, const std::string& path) {
  return path.empty() || path.front() == '/' ? path : dir.file(path);
}

}  // namespace

Result<std::unique_ptr<Postbox>> open_postbox(const store::DataDir& dir, const config::MailSettings& settings) {
  if (settings.url.empty()) return std::unique_ptr<Postbox>();
  if (!domain::parse_email(settings.from)) {
    return wrong(dir, "mail.from: write the address that messages come from, as \"reception@example.com\"");
  }
  if (!settings.password.empty() && !settings.password_file.empty()) {
    return wrong(dir, "write either mail.password or mail.password_file");
  }
  auto box = std::make_unique<Postbox>();
  SmtpOptions& smtp = box->options.smtp;
  smtp.url = settings.url;
  smtp.from = settings.from;
  smtp.user = settings.user;
  smtp.password = settings.password;
  smtp.ca_file = in_folder(dir, settings.ca);
  if (!settings.password_file.empty()) {
    std::ifstream in(in_folder(dir, settings.password_file));
    if (!std::getline(in, smtp.password)) {
      return wrong(dir, "mail.password_file: cannot be read, or its first line is empty");
    }
    if (smtp.password.ends_with('\r')) smtp.password.pop_back();
  }
  if (!smtp.ca_file.empty() && !std::ifstream(smtp.ca_file)) return wrong(dir, "mail.ca: cannot be read");
  box->options.age_max_ms = settings.age_max_minutes * 60'000;
  auto centre = open_centre(dir);
  if (!centre) return centre.error();
  box->centre = std::move(*centre);
  return box;
}

}  // namespace foyer::server
