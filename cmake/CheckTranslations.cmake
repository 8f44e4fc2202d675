# cmake -DROOT=<repository> -P CheckTranslations.cmake
# Fails when a catalogue has a text without a translation.
file(GLOB catalogues "${ROOT}/translations/*.ts")
if(NOT catalogues)
  message(FATAL_ERROR "no catalogues in translations/")
endif()
foreach(catalogue IN LISTS catalogues)
  file(STRINGS "${catalogue}" unfinished REGEX "type=\"unfinished\"")
  list(LENGTH unfinished count)
  if(count GREATER 0)
    message(SEND_ERROR "${catalogue}: ${count} texts are not translated")
  endif()
endforeach()
