# cmake -DROOT=<repository> -P CheckTests.cmake
# Fails when a source file core/…/x.cpp has no suite tst_x.cpp somewhere below tests/core/ and is not listed here with
# the suite that covers it. A listed file that is gone, has its own suite by now, or names a suite that does not exist
# fails, too: the list only ever says what is true.
cmake_minimum_required(VERSION 3.25) # IN_LIST
set(layers core agents proxy models views app)

# file — the suite that covers it
set(covered_elsewhere
  "agents/statusline/gitstamp.cpp — tst_gitstatusreader"
  "agents/statusline/statuslinerun.cpp — tst_statuslineprovider"
  "agents/hooks/hookattribution.cpp — tst_automationservice"
  "agents/hooks/hookdefinition.cpp — tst_settingsdocument"
  "agents/hooks/hookevent.cpp — tst_hookverdict"
  "agents/hooks/hookoutput.cpp — tst_hookverdict"
  "agents/hooks/hookrecord.cpp — tst_hookoutcome"
  "agents/hooks/hookrun.cpp — tst_hookrunner"
  "agents/hooks/hookslots.cpp — tst_hookrunner"
  "agents/hooks/hooktask.cpp — tst_hookrunner"
  "agents/automation/automationoptions.cpp — tst_engineconfig"
  "agents/automation/promptpreparation.cpp — tst_automationservice"
  "agents/settingsfile/hooksection.cpp — tst_settingsdocument"
  "agents/settingsfile/settingsproblem.cpp — tst_settingsdocument"
  "agents/hooks/python/pythonhookchild.cpp — tst_pythonhookhost"
  "core/auditfiles.cpp — tst_auditlog"
  "core/auditverification.cpp — tst_auditlog"
  "core/childpipe.cpp — tst_childprocess"
  "core/childsupervisor.cpp — tst_childprocess"
  "core/childtree.cpp — tst_childprocess"
  "agents/commands/commandplaceholder.cpp — tst_commandtemplate"
  "core/lowdelay.cpp — tst_socketoptions"
  "proxy/demo/demoanswer.cpp — tst_demomodel"
  "proxy/demo/demoerror.cpp — tst_demomodel"
  "proxy/demo/demoscriptwriter.cpp — tst_demoscript"
  "proxy/demo/demotexts.cpp — tst_demoscript"
  "proxy/demo/samplerequest.cpp — tst_sampletraffic"
  "proxy/engine.cpp — tst_lifecycle"
  "proxy/enginehost.cpp — tst_lifecycle"
  "proxy/exchange.cpp — tst_forwarding"
  "proxy/http/headreader.cpp — tst_requestparser"
  "proxy/automation/automationthread.cpp — tst_promptstage"
  "proxy/prompt/layoutreader.cpp — tst_requestlayout"
  "proxy/prompt/promptrun.cpp — tst_promptstage"
  "proxy/prompt/promptstorethread.cpp — tst_promptrestart"
  "proxy/prompt/promptstoreworker.cpp — tst_promptrestart"
  "proxy/prompt/prompttreatment.cpp — tst_promptmemory"
  "proxy/prompt/sseinsertionfilter.cpp — tst_promptstage"
  "proxy/prompt/eventstream.cpp — tst_toolcallfilter"
  "proxy/prompt/sseeventend.cpp — tst_toolcallfilter"
  "proxy/prompt/treatmentformat.cpp — tst_promptstore"
  "proxy/prompt/toolcallhooks.cpp — tst_toolhooks"
  "proxy/prompt/tooloutputhooks.cpp — tst_toolhooks"
  "proxy/prompt/toolcallevent.cpp — tst_toolcallfilter"
  "proxy/prompt/requestkind.cpp — tst_turnmetadata"
  "proxy/storage/sqlitedatabase.cpp — tst_flowstorewriter"
  "proxy/storage/sqlitefile.cpp — tst_flowstorewriter"
  "proxy/recording/flowinsertion.cpp — tst_flowstorewriter"
  "proxy/recording/flowstorereader.cpp — tst_flowstorewriter"
  "proxy/recording/flowstoreschema.cpp — tst_flowstorewriter"
  "proxy/recording/htmldocument.cpp — tst_requestscommand"
  "proxy/recording/recordedcontent.cpp — tst_hardocument"
  "proxy/recording/recordingoptions.cpp — tst_recordedflow"
  "proxy/recording/recordwriter.cpp — tst_recorder"
  "proxy/responses/modeleventtype.cpp — tst_responsesummaryreader"
  "proxy/responses/responsedocument.cpp — tst_responsesummaryreader"
  "proxy/server/clientinput.cpp — tst_serverconnection"
  "proxy/server/clientoutput.cpp — tst_serverconnection"
  "proxy/server/httpserver.cpp — tst_requestguard"
  "proxy/server/httptransaction.cpp — tst_forwarding"
  "proxy/upstream/connectionpool.cpp — tst_directaccessmanager"
  "proxy/upstream/directreply.cpp — tst_directaccessmanager"
  "proxy/upstream/directupstream.cpp — tst_forwarding"
  "proxy/upstream/proxytunnel.cpp — tst_upstreamconnector"
  "proxy/upstream/replyreader.cpp — tst_streaming"
  "proxy/upstream/stockupstream.cpp — tst_forwarding"
  "proxy/upstream/tlsconfiguration.cpp — tst_tls"
  "proxy/upstream/upstreamfailure.cpp — tst_failures"
  "proxy/upstream/upstreamconnection.cpp — tst_streaming"
  "models/centermodels.cpp — tst_mainwindow"
  "views/card.cpp — tst_overviewpage"
  "views/centerstyle.cpp — tst_mainwindow"
  "views/chartwidget.cpp — tst_overviewpage"
  "views/copyfield.cpp — tst_overviewpage"
  "views/dialogs.cpp — tst_mainwindow"
  "views/elidedlabel.cpp — tst_overviewpage"
  "views/emptystate.cpp — tst_trafficpage"
  "views/flowdelegate.cpp — tst_trafficpage"
  "views/flowdetailpanel.cpp — tst_trafficpage"
  "views/flowtable.cpp — tst_trafficpage"
  "views/headerbar.cpp — tst_mainwindow"
  "views/helpdialog.cpp — tst_mainwindow"
  "views/icons.cpp — tst_mainwindow"
  "views/mainactions.cpp — tst_mainwindow"
  "views/notice.cpp — tst_overviewpage"
  "views/numbertile.cpp — tst_overviewpage"
  "views/phaseshape.cpp — tst_trafficpage"
  "views/proxystatelook.cpp — tst_mainwindow"
  "views/recentdelegate.cpp — tst_overviewpage"
  "views/recentlist.cpp — tst_overviewpage"
  "views/routearrow.cpp — tst_overviewpage"
  "views/routehop.cpp — tst_overviewpage"
  "views/routeview.cpp — tst_overviewpage"
  "views/sidebar.cpp — tst_mainwindow"
  "views/sidebarbutton.cpp — tst_mainwindow"
  "views/statepill.cpp — tst_mainwindow"
  "views/statusline.cpp — tst_mainwindow"
  "views/theme.cpp — tst_overviewpage"
  "views/timingbar.cpp — tst_trafficpage"
  "app/cli/codexlaunchcommand.cpp — tst_codexlaunch"
  "app/cli/command.cpp — tst_commandlist"
  "app/cli/commandline.cpp — tst_commandlist"
  "app/cli/commandstext.cpp — tst_commandscommand"
  "app/cli/commandstrust.cpp — tst_commandscommand"
  "app/cli/democommand.cpp — tst_commandlist"
  "app/cli/enginerun.cpp — tst_serve"
  "app/cli/hookbridgecommand.cpp — tst_commandlist"
  "app/cli/localhooks.cpp — tst_hookbridge"
  "app/cli/hookstext.cpp — tst_hookscommand"
  "app/cli/main.cpp — tst_serve"
  "app/cli/changestext.cpp — tst_requestscommand"
  "app/cli/prompttext.cpp — tst_requestscommand"
  "app/cli/requesttext.cpp — tst_requestscommand"
  "app/cli/servecommand.cpp — tst_serve"
  "app/cli/statuscommand.cpp — tst_serve"
  "app/cli/streamtext.cpp — tst_requestscommand"
  "app/common/healthprobe.cpp — tst_serve"
  "app/common/runningengines.cpp — tst_serve")

# file — why nothing covers it
set(uncovered
  "app/center/languages.cpp — needs the translations, which only the window's executable carries"
  "app/center/main.cpp — the parts it joins have suites; the whole is tried by hand before a release"
  "app/center/singleinstance.cpp — no suite yet")

file(GLOB_RECURSE all_suites RELATIVE "${ROOT}" "${ROOT}/tests/tst_*.cpp")
set(all_suite_names ${all_suites})
list(TRANSFORM all_suite_names REPLACE ".*/" "")
set(listed)
foreach(entry IN LISTS covered_elsewhere uncovered)
  string(REGEX MATCH "^([^ ]+) — (.+)$" whole "${entry}")
  set(file "${CMAKE_MATCH_1}")
  set(reason "${CMAKE_MATCH_2}")
  list(APPEND listed "${file}")
  if(NOT EXISTS "${ROOT}/${file}")
    message(SEND_ERROR "CheckTests.cmake lists ${file}, which does not exist")
  endif()
  if(entry IN_LIST covered_elsewhere AND NOT "${reason}.cpp" IN_LIST all_suite_names)
    message(SEND_ERROR "CheckTests.cmake: ${file} is said to be covered by ${reason}, which does not exist")
  endif()
endforeach()

foreach(layer IN LISTS layers)
  file(GLOB_RECURSE sources RELATIVE "${ROOT}" "${ROOT}/${layer}/*.cpp")
  if(NOT sources)
    message(SEND_ERROR "no sources in ${layer}/: the check would pass whatever is there")
  endif()
  foreach(source IN LISTS sources)
    get_filename_component(name "${source}" NAME_WE)
    set(own ${all_suites})
    list(FILTER own INCLUDE REGEX "^tests/${layer}/(.*/)?tst_${name}[.]cpp$")
    if(own AND source IN_LIST listed)
      message(SEND_ERROR "${source} has ${own} by now: remove it from CheckTests.cmake")
    elseif(NOT own AND NOT source IN_LIST listed)
      message(SEND_ERROR "${source}: there is no tst_${name}.cpp below tests/${layer}/; write one, or list the file in "
        "CheckTests.cmake with the suite that covers it")
    endif()
  endforeach()
endforeach()
