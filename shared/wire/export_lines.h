// What `foyer-server contacts` and `foyer-server visits` print: one JSON object a line, or the same columns as CSV
// (RFC 4180 quoting, absent values empty). Other programs read these: names and order of columns are fixed. Times are
// milliseconds here and UTC text in the output. Values and pure functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "shared/base/id.h"
#include "shared/domain/visit.h"

namespace foyer::wire {

struct ContactLine {
  Uuid id;
  std::optional<std::string> email;
  std::optional<std::string> email_key;
  std::optional<std::string> name;
  std::optional<std::string> company;
  std::optional<std::string> phone;
  std::optional<std::string> address;
  std::int64_t visits = 0;
  std::int64_t created_at = 0;
};

struct VisitLine {
  Uuid id;
  std::optional<Uuid> contact_id;
  std::optional<std::string> email;
  domain::Reason reason = domain::Reason::drop_in;
  std::optional<std::string> host;
  std::string kiosk;
  std::int64_t checked_in_at = 0;
  std::optional<std::int64_t> checked_out_at;
  domain::TimeQuality time_quality = domain::TimeQuality::exact;
};

// Without a line break at the end.
std::string to_json(const ContactLine& line);
std::string to_json(const VisitLine& line);
std::string to_csv(const ContactLine& line);
std::string to_csv(const VisitLine& line);
std::string contact_csv_header();
std::string visit_csv_header();

}  // namespace foyer::wire
