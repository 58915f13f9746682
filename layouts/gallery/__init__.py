"""The page that shows every document of a folder of builds."""
