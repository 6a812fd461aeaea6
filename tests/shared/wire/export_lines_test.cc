#include "shared/wire/export_lines.h"

#include <gtest/gtest.h>

#include "tests/shared/wire/sample.h"

namespace foyer::wire {
namespace {

ContactLine contact() {
  return {sample::id(1), "Ann@x.com",  "ann@x.com", "Lee, \"Ann\"",   std::nullopt,
          "1\n2",        std::nullopt, 3,           1'772'529'124'123};
}

TEST(ExportLines, AreTheFixedColumns) {
  EXPECT_EQ(to_json(contact()),
            R"({"id":"0190a1b2-c3d4-7e5f-8a9b-000000000011","email":"Ann@x.com","email_key":"ann@x.com",)"
            R"("name":"Lee, \"Ann\"","company":null,"phone":"1\n2","address":null,"visits":3,)"
            R"("created_at":"2026-03-03T09:12:04.123Z"})");
  const VisitLine visit{sample::id(1), sample::id(2),     "Ann@x.com",  domain::Reason::meeting,       std::nullopt,
                        "Door",        1'772'529'124'123, std::nullopt, domain::TimeQuality::estimated};
  EXPECT_EQ(to_json(visit),
            R"({"id":"0190a1b2-c3d4-7e5f-8a9b-000000000011","contact_id":"0190a1b2-c3d4-7e5f-8a9b-000000000012",)"
            R"("email":"Ann@x.com","reason":"meeting","host":null,"kiosk":"Door",)"
            R"("checked_in_at":"2026-03-03T09:12:04.123Z","checked_out_at":null,"time_quality":"estimated"})");
  EXPECT_EQ(visit_csv_header(), "id,contact_id,email,reason,host,kiosk,checked_in_at,checked_out_at,time_quality");
  EXPECT_EQ(to_csv(visit),
            "0190a1b2-c3d4-7e5f-8a9b-000000000011,0190a1b2-c3d4-7e5f-8a9b-000000000012,Ann@x.com,meeting,,Door,"
            "2026-03-03T09:12:04.123Z,,estimated");
}

TEST(ExportLines, CsvQuotesWhatNeedsIt) {
  EXPECT_EQ(contact_csv_header(), "id,email,email_key,name,company,phone,address,visits,created_at");
  EXPECT_EQ(to_csv(contact()),
            "0190a1b2-c3d4-7e5f-8a9b-000000000011,Ann@x.com,ann@x.com,\"Lee, \"\"Ann\"\"\",,\"1\n2\",,3,"
            "2026-03-03T09:12:04.123Z");
}

}  // namespace
}  // namespace foyer::wire
