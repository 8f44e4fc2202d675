# cpx_options: what every target of ours is compiled with. cpx_library, cpx_test: how targets are declared.

add_library(cpx_options INTERFACE)
target_compile_options(cpx_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual $<$<BOOL:${CPX_WERROR}>:-Werror>)
target_compile_definitions(cpx_options INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
  QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_CONTEXTLESS_CONNECT QT_NO_FOREACH QT_NO_JAVA_STYLE_ITERATORS
  QT_DISABLE_DEPRECATED_BEFORE=0x060400 # the name Qt 6.4 knows
  QT_DISABLE_DEPRECATED_UP_TO=0x060400  # the name since Qt 6.5
  CPX_VERSION="${PROJECT_VERSION}")
if(CPX_SANITIZE)
  target_compile_options(cpx_options INTERFACE
    -fsanitize=${CPX_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  target_link_options(cpx_options INTERFACE -fsanitize=${CPX_SANITIZE})
endif()
if(CPX_COVERAGE)
  target_compile_options(cpx_options INTERFACE --coverage -O0 -fprofile-update=atomic)
  target_link_options(cpx_options INTERFACE --coverage)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(cpx_options INTERFACE -D_FORTIFY_SOURCE=2 -fstack-protector-strong)
  target_link_options(cpx_options INTERFACE -Wl,-z,relro,-z,now)
endif()

# cpx_library(core LINKS Qt6::Core ...): the static library cpx_core made of every source below this folder.
# Includes are written from the top of the repository: #include "core/result.h".
function(cpx_library name)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "*.cpp" "*.h")
  add_library(cpx_${name} STATIC ${sources})
  target_include_directories(cpx_${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_link_libraries(cpx_${name} PUBLIC cpx_options ${ARG_LINKS})
endfunction()

# cpx_test(tst_x LINKS cpx_y LABELS unit [TIMEOUT 60] [SOURCES more.cpp]): one executable, one ctest entry.
function(cpx_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "LINKS;LABELS;SOURCES" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 60)
  endif()
  qt_add_executable(${name} ${name}.cpp ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} Qt6::Test)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES
    LABELS "${ARG_LABELS}"
    TIMEOUT ${ARG_TIMEOUT}
    SKIP_REGULAR_EXPRESSION "^SKIPPED SUITE"
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TZ=UTC;QT_LOGGING_RULES=")
endfunction()
