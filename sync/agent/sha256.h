// Whether bytes are the ones that were meant. Pure; any thread.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace foyer::agent {

using Sha256 = std::array<unsigned char, 32>;

std::string hex(const Sha256& digest);
// As 64 hexadecimal digits; empty when there is no memory for it.
std::string sha256_hex(std::string_view bytes);

}  // namespace foyer::agent
