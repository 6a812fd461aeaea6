#include "sync/agent/batch_size.h"

#include <algorithm>

namespace foyer::agent {

void BatchSize::set_max(std::size_t ops_max) {
  const bool was_full = ops_ == ops_max_;
  ops_max_ = std::max<std::size_t>(1, ops_max);
  ops_ = was_full ? ops_max_ : std::min(ops_, ops_max_);
}

void BatchSize::accepted() {
  failures_ = 0;
  if (++good_ < kGoodPushesToGrow) return;
  good_ = 0;
  before_search_ = 0;  // what was searched for is not there any more
  ops_ = std::min(ops_ + kBatchGrowth, ops_max_);
}

void BatchSize::halve(std::size_t from) {
  good_ = 0;
  ops_ = std::max<std::size_t>(1, from / 2);
}

void BatchSize::timed_out() { halve(ops_); }

BatchSize::Next BatchSize::refused(Refusal refusal, std::size_t ops) {
  const bool is_searching = before_search_ != 0;
  failures_ = refusal == last_ ? failures_ + 1 : 1;
  last_ = refusal;
  if (ops > 1) {
    // Three equal failures show that it is this push; the steps of the search need one each.
    const int needed = is_searching || refusal == Refusal::too_large ? 1 : kSameFailures;
    if (failures_ < needed) return Next::same;
    failures_ = 0;
    if (!is_searching && refusal != Refusal::too_large) before_search_ = ops_;
    halve(ops);
    return Next::smaller;
  }
  failures_ = 0;
  if (is_searching) ops_ = before_search_;
  before_search_ = 0;
  return Next::alone;
}

}  // namespace foyer::agent
