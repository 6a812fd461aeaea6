// What the app asks the effect runner to do. An op stands in one place in memory from the touch to the disk and is
// wiped there, so effects move and never copy. Values; handed from the UI thread to the worker.
#pragma once

#include <memory>
#include <variant>

#include "shared/domain/op.h"

namespace foyer::app {

// Answered by Submitted. The same op may be submitted again: its id makes it the same.
struct Submit {
  std::unique_ptr<domain::Op> op;
};
// Answered by StatusLoaded.
struct LoadStatus {};

using Effect = std::variant<Submit, LoadStatus>;

// Zeroes every text of the op.
void wipe(domain::Op& op);

}  // namespace foyer::app
