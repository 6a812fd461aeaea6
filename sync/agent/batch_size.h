// How many ops go into one push, and what a refusal of a whole push means. Grows slowly, halves on trouble, and narrows
// a refused push down to the one op that the centre does not take, so that one bad op never holds up the others. A pure
// value of the agent's one thread.
#pragma once

#include <cstddef>

namespace foyer::agent {

inline constexpr std::size_t kBatchGrowth = 20;  // ops added after kGoodPushesToGrow good pushes
inline constexpr int kGoodPushesToGrow = 5;
inline constexpr int kSameFailures = 3;  // in a row, before it is the push's fault rather than the centre's mood

class BatchSize {
 public:
  explicit BatchSize(std::size_t ops_max) : ops_(ops_max), ops_max_(ops_max) {}

  std::size_t ops() const { return ops_; }
  // The centre's own limit, from each of its answers.
  void set_max(std::size_t ops_max);

  void accepted();
  // No answer in time: a smaller push may get through.
  void timed_out();

  enum class Refusal {
    too_large,  // 413: halved at once, which blames nobody
    malformed,  // 400: perhaps the ops, perhaps the centre
    failed,     // 5xx: the same
  };
  enum class Next {
    same,     // repeat it unchanged
    smaller,  // take it back and send ops() of it
    alone,    // it was one op alone: let it wait, and the others go on
  };
  // A push of `ops` ops was refused as a whole.
  Next refused(Refusal refusal, std::size_t ops);

 private:
  void halve(std::size_t from);

  std::size_t ops_;
  std::size_t ops_max_;
  std::size_t before_search_ = 0;  // while a bad op is searched: the size to return to
  int good_ = 0;
  int failures_ = 0;  // of the kind last_, in a row
  Refusal last_ = Refusal::failed;
};

}  // namespace foyer::agent
