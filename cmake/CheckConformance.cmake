# cmake -DROOT=<repository> -P CheckConformance.cmake
# Fails when docs/conformance.md lacks a requirement, has one twice, or when it or docs/compatibility.md names a test that
# does not exist. A test is written suite::function, or suite::function[ID] when it is the rows whose names begin with ID that
# are meant; a fuzz target by its name.
cmake_minimum_required(VERSION 3.25) # IN_LIST

# How many requirements each part has.
set(parts "BND 8" "REQ 18" "FWD 8" "RSP 6" "SSE 4" "WS 3" "LIM 10" "UPS 9" "SSRF 5" "API 8" "SEC 8" "TRU 11")
# Requirements about something there is none of yet: no test, and the row says so.
set(without_object API-6 API-7 API-8 TRU-11)

file(GLOB_RECURSE sources "${ROOT}/tests/tst_*.cpp" "${ROOT}/tests/fuzz_*.cpp")
set(expected)
foreach(part IN LISTS parts)
  string(REGEX MATCH "^([A-Z]+) ([0-9]+)$" whole "${part}")
  foreach(number RANGE 1 ${CMAKE_MATCH_2})
    list(APPEND expected "${CMAKE_MATCH_1}-${number}")
  endforeach()
endforeach()

# Complains about each that does not exist.
function(check_tests where)
  foreach(test IN LISTS ARGN)
    string(REGEX MATCH "^([a-z0-9_]+)(::([A-Za-z0-9]+))?(<([A-Z0-9-]+)>)?$" whole "${test}")
    set(suite "${CMAKE_MATCH_1}")
    set(function "${CMAKE_MATCH_3}")
    set(prefix "${CMAKE_MATCH_5}")
    set(source ${sources})
    list(FILTER source INCLUDE REGEX "/${suite}[.]cpp$")
    if(NOT source)
      message(SEND_ERROR "${where} names ${suite}, which does not exist")
      continue()
    endif()
    file(READ "${source}" code)
    if(function)
      if(NOT code MATCHES "(::|void )${function}[(][)][^;]") # defined, not only declared
        message(SEND_ERROR "${where} names ${suite}::${function}, which does not exist")
      endif()
    endif()
    if(prefix)
      string(FIND "${code}" "\"${prefix} " at)
      if(at LESS 0)
        message(SEND_ERROR "${where} names rows ${prefix} of ${suite}, which has none")
      endif()
    endif()
  endforeach()
endfunction()

# Lines as list elements: semicolons and brackets would mean something else there.
set(seen)
file(READ "${ROOT}/docs/conformance.md" text)
string(REPLACE ";" "," text "${text}")
string(REPLACE "[" "<" text "${text}")
string(REPLACE "]" ">" text "${text}")
string(REPLACE "\n" ";" lines "${text}")
foreach(line IN LISTS lines)
  if(NOT line MATCHES "^[|] ([A-Z]+-[0-9]+) [|]")
    continue()
  endif()
  set(id "${CMAKE_MATCH_1}")
  if(id IN_LIST seen)
    message(SEND_ERROR "docs/conformance.md: ${id} has two rows")
  endif()
  list(APPEND seen "${id}")
  if(NOT id IN_LIST expected)
    message(SEND_ERROR "docs/conformance.md: there is no requirement ${id}")
  endif()
  string(REGEX MATCHALL "(tst_[a-z0-9]+::[A-Za-z0-9]+(<[A-Z0-9-]+>)?|fuzz_[a-z]+)" tests "${line}")
  if(NOT tests AND NOT id IN_LIST without_object)
    message(SEND_ERROR "docs/conformance.md: ${id} names no test")
  endif()
  check_tests("docs/conformance.md: ${id}" ${tests})
endforeach()
foreach(id IN LISTS expected)
  if(NOT id IN_LIST seen)
    message(SEND_ERROR "docs/conformance.md: ${id} has no row")
  endif()
endforeach()

# What compatibility.md says holds is held by a test that exists.
file(READ "${ROOT}/docs/compatibility.md" text)
string(REGEX MATCHALL "tst_[a-z0-9]+::[A-Za-z0-9]+" tests "${text}")
check_tests("docs/compatibility.md" ${tests})
