// A table from names to entries that remembers in which order they came.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace ffi_native {

template <typename Entry>
class NameTable {
 public:
  struct Row {
    std::string name;
    Entry entry;
  };

  Entry* Find(std::string_view name) {
    const auto found = index_.find(name);
    return found == index_.end() ? nullptr : &found->second->entry;
  }
  const Entry* Find(std::string_view name) const { return const_cast<NameTable*>(this)->Find(name); }

  // The entry of a name, made if there is none. It stays where it is.
  Entry& operator[](std::string_view name) {
    if (Entry* known = Find(name)) return *known;
    rows_.push_back({std::string(name), Entry()});
    index_.emplace(rows_.back().name, &rows_.back());
    return rows_.back().entry;
  }

  // Forgets all rows but the first ones.
  void Truncate(size_t size) {
    for (; rows_.size() > size; rows_.pop_back()) index_.erase(rows_.back().name);
  }

  size_t size() const { return rows_.size(); }
  auto begin() const { return rows_.begin(); }
  auto end() const { return rows_.end(); }

 private:
  std::deque<Row> rows_;  // whose rows never move, so that the index can refer to them and to their names
  std::unordered_map<std::string_view, Row*> index_;
};

}  // namespace ffi_native
