#include "kiosk/screens/near_miss.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace foyer::screens {
namespace {

// No mail domain that people share is longer; longer text is never near one.
constexpr std::size_t kDomainMax = 40;
constexpr std::size_t kShortNameMax = 6;
constexpr std::size_t kEditsMax = 2;
constexpr std::size_t kLettersAfterDotMin = 2;

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() > kDomainMax || b.size() > kDomainMax) return limit + 1;
  std::array<std::array<std::size_t, kDomainMax + 1>, kDomainMax + 1> steps{};
  for (std::size_t i = 0; i <= a.size(); ++i) steps[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) steps[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = steps[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      steps[i][j] = std::min({replaced, steps[i - 1][j] + 1, steps[i][j - 1] + 1});
      const bool is_swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (is_swap) steps[i][j] = std::min(steps[i][j], steps[i - 2][j - 2] + 1);
    }
  }
  return std::min(steps[a.size()][b.size()], limit + 1);
}

bool is_near_miss(std::string_view typed, std::string_view known) {
  const std::size_t dot = typed.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || typed.size() - dot - 1 < kLettersAfterDotMin) return false;
  const std::size_t edits_max = known.rfind('.') <= kShortNameMax ? 1 : kEditsMax;
  const std::size_t edits = edit_distance(typed, known, edits_max);
  return edits > 0 && edits <= edits_max;
}

}  // namespace foyer::screens
