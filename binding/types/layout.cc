// Record layout, bit by bit: offsets are counted in bits until a member is placed.
#include "types/layout.h"

#include <algorithm>
#include <climits>

#include "core/fault.h"
#include "types/limits.h"

namespace ffi_native {

namespace {

// AAPCS lets unnamed bit-fields align the record that holds them, System V does not (gcc: align_anon_bitfield).
#if defined(__aarch64__) || defined(__arm__)
constexpr bool kUnnamedBitFieldsAlign = true;
#else
constexpr bool kUnnamedBitFieldsAlign = false;
#endif

using Bits = unsigned __int128;  // no sum of ours can overflow it

constexpr Bits kMaxBits = static_cast<Bits>(kMaxObjectSize) * CHAR_BIT;

Bits RoundUp(Bits value, Bits multiple) { return (value + multiple - 1) / multiple * multiple; }

class Placement {
 public:
  Placement(Kind kind, RecordAttributes attributes)
      : kind_(kind), attributes_(attributes), alignment_(std::max<size_t>(1, attributes.alignment)) {}

  void Place(Member& member) {
    if (kind_ == Kind::kUnion) position_ = 0;
    if (member.bit_width) {
      PlaceBitField(member);
    } else {
      PlaceObject(member);
    }
    end_ = std::max(end_, position_);
    if (end_ > kMaxBits) throw Fault(code::kUnsupportedType, "a struct or union is too large");
  }

  Layout Finish() const {
    const Bits size = RoundUp(end_, Bits{alignment_} * CHAR_BIT) / CHAR_BIT;
    if (size > kMaxObjectSize) throw Fault(code::kUnsupportedType, "a struct or union is too large");
    return {static_cast<size_t>(size), alignment_};
  }

 private:
  bool IsPacked(const Member& member) const { return attributes_.packed || member.packed; }

  // What #pragma pack leaves of an alignment.
  size_t Limited(size_t alignment) const {
    return attributes_.pack == 0 ? alignment : std::min(alignment, attributes_.pack);
  }

  void PlaceObject(Member& member) {
    size_t alignment = IsPacked(member) ? 1 : *AlignOf(member.type);
    alignment = Limited(std::max(alignment, member.own_alignment));
    position_ = RoundUp(position_, Bits{alignment} * CHAR_BIT);
    member.offset = static_cast<size_t>(position_ / CHAR_BIT);
    position_ += Bits{member.type->size} * CHAR_BIT;
    alignment_ = std::max(alignment_, alignment);
  }

  void PlaceBitField(Member& member) {
    const uint32_t width = *member.bit_width;
    const size_t type_alignment = *AlignOf(member.type);
    const Bits unit = Bits{type_alignment} * CHAR_BIT;
    const Bits type_bits = Bits{member.type->size} * CHAR_BIT;
    const size_t own_alignment = Limited(member.own_alignment);
    if (own_alignment != 0) position_ = RoundUp(position_, Bits{own_alignment} * CHAR_BIT);
    // gcc and clang let bit-fields adjoin under any #pragma pack.
    const bool adjoins = IsPacked(member) || attributes_.pack != 0;
    if (width == 0) {
      position_ = RoundUp(position_, unit);  // even where all is packed
    } else if (!adjoins && (position_ % unit + width + unit - 1) / unit > type_bits / unit) {
      position_ = RoundUp(position_, unit);  // it would straddle more units of its type than the type fills
    }
    member.offset = static_cast<size_t>(position_ / CHAR_BIT);
    member.bit_field = BitField{static_cast<uint64_t>(position_), width};
    position_ += width;
    const bool aligns = !member.name.empty() || kUnnamedBitFieldsAlign;
    // Here #pragma pack comes before `packed`, for gcc as for clang; of a width of 0 neither takes anything.
    if (aligns && width == 0) {
      alignment_ = std::max(alignment_, type_alignment);
    } else if (aligns && (attributes_.pack != 0 || !IsPacked(member))) {
      alignment_ = std::max(alignment_, Limited(type_alignment));
    }
    alignment_ = std::max(alignment_, own_alignment);
  }

  Kind kind_;
  RecordAttributes attributes_;
  Bits position_ = 0;  // where the next member may begin
  Bits end_ = 0;       // the first bit behind all members
  size_t alignment_;
};

}  // namespace

RecordAttributes Simplified(const std::vector<Member>& members, RecordAttributes attributes) {
  if (attributes.pack == 0) return attributes;
  bool is_felt = false;
  bool is_packed = attributes.pack == 1;
  for (const Member& member : members) {
    const size_t alignment =
        std::max(member.packed || attributes.packed ? 1 : *AlignOf(member.type), member.own_alignment);
    is_felt = is_felt || member.bit_width || alignment > attributes.pack;
    is_packed = is_packed && member.own_alignment <= 1;
  }
  if (is_packed && is_felt) attributes.packed = true;
  if (is_packed || !is_felt) attributes.pack = 0;
  return attributes;
}

Layout LayOut(Kind kind, std::vector<Member>& members, RecordAttributes attributes) {
  Placement placement(kind, attributes);
  for (Member& member : members) placement.Place(member);
  return placement.Finish();
}

Primitive UnderlyingPrimitive(const std::vector<Enumerator>& enumerators, bool packed) {
  uint64_t largest = 0;  // of the values that are not negative
  uint64_t lowest = 0;   // of the negative ones, as its distance below -1
  bool negative = false;
  for (const Enumerator& enumerator : enumerators) {
    negative = negative || enumerator.negative;
    uint64_t& extreme = enumerator.negative ? lowest : largest;
    extreme = std::max(extreme, enumerator.negative ? ~enumerator.bits : enumerator.bits);
  }
  constexpr Primitive kSigned[] = {Primitive::kSignedChar, Primitive::kShort, Primitive::kInt, Primitive::kLong,
                                   Primitive::kLongLong};
  constexpr Primitive kUnsigned[] = {Primitive::kUnsignedChar, Primitive::kUnsignedShort, Primitive::kUnsignedInt,
                                     Primitive::kUnsignedLong, Primitive::kUnsignedLongLong};
  for (size_t i = packed ? 0 : 2; i < std::size(kSigned); ++i) {
    const Primitive candidate = negative ? kSigned[i] : kUnsigned[i];
    const size_t value_bits = TraitsOf(candidate).size * CHAR_BIT - (negative ? 1 : 0);
    const uint64_t limit = value_bits >= 64 ? UINT64_MAX : (uint64_t{1} << value_bits) - 1;
    if (largest <= limit && lowest <= limit) return candidate;
  }
  throw Fault(code::kUnsupportedType, "no integer type holds all values of this enum");
}

}  // namespace ffi_native
