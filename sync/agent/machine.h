// Which machine a tablet's folder belongs to: a hash of the machine's id stands in the file `machine` beside the
// database (64 hexadecimal digits and a line feed). A folder that was copied to another machine is noticed at its first
// start there, before two of them push as one tablet. Thread: main's. A machine without an id is not watched.
#pragma once

#include <string>

#include "shared/base/result.h"

namespace foyer::agent {

inline constexpr const char* kMachineFile = "machine";

// Of this machine; empty: it has no id. `id_file` is systemd's.
std::string machine_mark(const std::string& id_file = "/etc/machine-id");

// Writes the mark of the machine that the folder belongs to from now on.
Result<void> keep_machine(const std::string& folder, const std::string& mark);

// Whether the folder was marked on another machine. One without a mark gets this one's.
Result<bool> is_of_another_machine(const std::string& folder, const std::string& mark);

}  // namespace foyer::agent
