#include "shared/wire/export_lines.h"

#include <initializer_list>

#include "shared/base/clock.h"
#include "shared/wire/json_text.h"

namespace foyer::wire {
namespace {

std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

std::string csv(std::initializer_list<std::optional<std::string>> cells) {
  std::string out;
  bool first = true;
  for (const auto& value : cells) {
    if (!first) out += ',';
    first = false;
    if (value) out += cell(*value);
  }
  return out;
}

std::optional<std::string> utc(std::optional<std::int64_t> ms) {
  return ms ? std::optional(format_utc(*ms)) : std::nullopt;
}

std::optional<std::string> text_of(const std::optional<Uuid>& id) {
  return id ? std::optional(id->text()) : std::nullopt;
}

}  // namespace

std::string to_json(const ContactLine& line) {
  return JsonObject()
      .text("id", line.id.text())
      .maybe_text("email", line.email)
      .maybe_text("email_key", line.email_key)
      .maybe_text("name", line.name)
      .maybe_text("company", line.company)
      .maybe_text("phone", line.phone)
      .maybe_text("address", line.address)
      .number("visits", line.visits)
      .text("created_at", format_utc(line.created_at))
      .str();
}

std::string to_json(const VisitLine& line) {
  return JsonObject()
      .text("id", line.id.text())
      .maybe_text("contact_id", text_of(line.contact_id))
      .maybe_text("email", line.email)
      .text("reason", domain::reason_name(line.reason))
      .maybe_text("host", line.host)
      .text("kiosk", line.kiosk)
      .text("checked_in_at", format_utc(line.checked_in_at))
      .maybe_text("checked_out_at", utc(line.checked_out_at))
      .text("time_quality", domain::time_quality_name(line.time_quality))
      .str();
}

std::string contact_csv_header() { return "id,email,email_key,name,company,phone,address,visits,created_at"; }

std::string visit_csv_header() {
  return "id,contact_id,email,reason,host,kiosk,checked_in_at,checked_out_at,time_quality";
}

std::string to_csv(const ContactLine& line) {
  return csv({line.id.text(), line.email, line.email_key, line.name, line.company, line.phone, line.address,
              std::to_string(line.visits), format_utc(line.created_at)});
}

std::string to_csv(const VisitLine& line) {
  return csv({line.id.text(), text_of(line.contact_id), line.email, domain::reason_name(line.reason), line.host,
              line.kiosk, format_utc(line.checked_in_at), utc(line.checked_out_at),
              domain::time_quality_name(line.time_quality)});
}

}  // namespace foyer::wire
