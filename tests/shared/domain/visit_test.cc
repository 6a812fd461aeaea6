#include "shared/domain/visit.h"

#include <gtest/gtest.h>

namespace foyer::domain {
namespace {

TEST(Visit, WordsGoThereAndBack) {
  for (const Reason reason : {Reason::drop_in, Reason::meeting, Reason::tour}) {
    EXPECT_EQ(parse_reason(reason_name(reason)), reason);
  }
  for (const TimeQuality quality : {TimeQuality::exact, TimeQuality::estimated, TimeQuality::unknown}) {
    EXPECT_EQ(parse_time_quality(time_quality_name(quality)), quality);
  }
  EXPECT_EQ(parse_reason("Drop_in"), std::nullopt);
  EXPECT_EQ(parse_time_quality(""), std::nullopt);
}

}  // namespace
}  // namespace foyer::domain
