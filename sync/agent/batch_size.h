// How many ops go into one push, and what a refusal of a whole push means. Grows slowly, halves on trouble, and narrows
// a refused push down to the one op that the centre cannot take, so that one bad op never holds up the others. A pure
// value of the agent's one thread.
#pragma once

#include <cstddef>

namespace foyer::agent {

inline constexpr std::size_t kBatchGrowth = 20;  // ops added after kGoodPushesToGrow good pushes
inline constexpr int kGoodPushesToGrow = 5;
inline constexpr int kSameFailures = 3;  // of a 5xx, before it is the ops' fault rather than the centre's mood

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
    too_large,  // 413
    malformed,  // 400: the same push will be refused again
    failed,     // 5xx: perhaps the ops, perhaps the centre
  };
  enum class Next {
    same,     // repeat it unchanged
    smaller,  // take it back and send ops() of it
    park,     // it was one op alone: set it aside
  };
  // A push of `ops` ops was refused as a whole.
  Next refused(Refusal refusal, std::size_t ops);

 private:
  void halve(std::size_t from);

  std::size_t ops_;
  std::size_t ops_max_;
  std::size_t before_search_ = 0;  // while a bad op is searched: the size to return to
  int good_ = 0;
  int failures_ = 0;
};

}  // namespace foyer::agent
