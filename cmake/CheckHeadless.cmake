# cmake -DPROGRAM=<codex-plus> -P CheckHeadless.cmake
# Fails when the headless program needs a library of the desktop.
execute_process(COMMAND ldd "${PROGRAM}" OUTPUT_VARIABLE libraries RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "ldd ${PROGRAM} failed")
endif()
if(libraries MATCHES "(Qt6Gui|Qt6Widgets|Qt6Charts|libX11|libGL)")
  message(FATAL_ERROR "${PROGRAM} needs ${CMAKE_MATCH_1}")
endif()
if(NOT libraries MATCHES "Qt6Core")
  message(FATAL_ERROR "${PROGRAM} shows no Qt at all: the check looks at the wrong thing")
endif()
