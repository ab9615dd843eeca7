// What the stress drivers share: chances that can be had again by their seed, a count of rounds, and checks that end
// the program.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>

namespace stress {

class Chance {
 public:
  explicit Chance(uint64_t seed) : engine_(seed) {}
  // From 0 to `bound` - 1.
  uint64_t Below(uint64_t bound) { return engine_() % bound; }
  bool OneIn(uint64_t bound) { return Below(bound) == 0; }

 private:
  std::mt19937_64 engine_;
};

inline void Require(bool holds, const char* claim) {
  if (holds) return;
  std::fprintf(stderr, "it does not hold that %s\n", claim);
  std::abort();
}

struct Arguments {
  uint64_t seed;
  uint64_t rounds;
};

// `program seed rounds`
inline Arguments ArgumentsFrom(int count, char** values) {
  Require(count == 3, "the program was given a seed and a number of rounds");
  return {std::strtoull(values[1], nullptr, 10), std::strtoull(values[2], nullptr, 10)};
}

}  // namespace stress
